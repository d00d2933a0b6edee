package io.github.widthbench.backend.cpu.kernel;

import static io.github.widthbench.backend.cpu.kernel.LaneCode.BINARY;
import static io.github.widthbench.backend.cpu.kernel.LaneCode.SPECIES;
import static java.lang.constant.ConstantDescs.CD_int;
import static java.lang.constant.ConstantDescs.CD_long;

import java.lang.classfile.CodeBuilder;
import java.lang.constant.MethodTypeDesc;

/** What {@link LaneCode} pushes on the operand stack for one register, in either precision. */
record Operands(CodeBuilder code, Lanes lanes) {

  void species() {
    code.getstatic(lanes.vector(), "SPECIES_" + lanes.bits(), SPECIES);
  }

  void number(double value) {
    if (lanes.wide()) {
      code.loadConstant(value);
    } else {
      code.loadConstant((float) value);
    }
  }

  void bits(long value) {
    if (lanes.wide()) {
      code.loadConstant(value);
    } else {
      code.loadConstant((int) value);
    }
  }

  void toBits(int local) {
    code.aload(local);
    code.invokevirtual(
        lanes.vector(),
        lanes.wide() ? "reinterpretAsLongs" : "reinterpretAsInts",
        MethodTypeDesc.of(lanes.bitsVector()));
  }

  /** The operator and its constant operand are on the stack. */
  void operate() {
    code.invokevirtual(
        lanes.bitsVector(),
        "lanewise",
        MethodTypeDesc.of(lanes.bitsVector(), BINARY, lanes.wide() ? CD_long : CD_int));
  }

  void fromBits() {
    code.invokevirtual(
        lanes.bitsVector(),
        lanes.wide() ? "reinterpretAsDoubles" : "reinterpretAsFloats",
        MethodTypeDesc.of(lanes.vector()));
  }

  void offset(int at, int plus) {
    code.iload(at);
    if (plus != 0) {
      code.loadConstant(plus).iadd();
    }
  }
}
