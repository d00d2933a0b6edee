package io.github.widthbench.results;

import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.AccessDeniedException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;

/** What went wrong with a file, in words: most exceptions of files say only which one. */
public final class FileTrouble {

  private FileTrouble() {}

  /** The cause, without the file. */
  public static String of(IOException e) {
    return switch (e) {
      case NoSuchFileException _ -> "no such file or folder";
      case AccessDeniedException _ -> "permission denied";
      case FileAlreadyExistsException _ -> "a file of that name is in the way";
      case NotDirectoryException _ -> "not a folder";
      case DirectoryNotEmptyException _ -> "the folder is not empty";
      case CharacterCodingException _ -> "bytes that are not UTF-8";
      case FileSystemException system when system.getReason() != null -> system.getReason();
      default -> e.getMessage() == null ? e.toString() : e.getMessage();
    };
  }
}
