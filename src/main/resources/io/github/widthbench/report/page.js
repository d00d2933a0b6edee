'use strict';
// Draws the page from the block of JSON. All text goes in as text nodes, never as markup.
(() => {
  const data = JSON.parse(document.getElementById('data').textContent);
  const page = document.getElementById('page');
  const root = document.documentElement;
  const drawn = []; // {picture, chart, node, rows}

  const SIGNS = { holds: '✓', violated: '✗', undecided: '?' };

  const { el, number, named, withUnit, theme, css, heatColour } = charts;

  // ---- charts

  const optionOf = (entry) => (entry.picture.kind === 'heat' ? charts.heatOption(entry.picture, entry.plot) : charts.chartOption(entry.picture, entry.plot));

  function draw(entry) {
    if (!entry.chart) {
      entry.chart = echarts.init(entry.plot, null, { renderer: 'canvas' });
      entry.chart.on('click', (hit) => select(entry, entry.shows[hit.seriesIndex], hit.dataIndex));
    }
    const { shows, legend, option } = optionOf(entry);
    entry.shows = shows;
    entry.chart.setOption(option, true);
    entry.legend.replaceChildren(...(legend.length > 1 ? legend.map((key) => legendKey(entry, key)) : []));
    for (const name of entry.hidden) entry.chart.dispatchAction({ type: 'legendUnSelect', name });
    paintOver(entry);
    if (entry.scale) paintScale(entry);
  }

  /** A name of the legend, which shows and hides its series. */
  function legendKey(entry, { name, colour, sign, line: kind }) {
    const line = el('i', kind ? { class: kind } : {});
    line.style.color = colour;
    const key = el('button', { 'aria-pressed': String(!entry.hidden.has(name)), onclick: () => {
      entry.hidden[entry.hidden.has(name) ? 'delete' : 'add'](name);
      key.setAttribute('aria-pressed', String(!entry.hidden.has(name)));
      entry.chart.dispatchAction({ type: 'legendToggleSelect', name });
      paintOver(entry);
    } }, line, ...(sign ? [el('span', {}, sign)] : []), name);
    return key;
  }

  function paintOver(entry) {
    entry.chart.setOption({ graphic: charts.over(entry.picture, entry.chart, entry.hidden) });
  }

  function paintScale(entry) {
    const stops = [0, 0.25, 0.5, 0.75, 1].map((s) => heatColour(entry.picture, entry.picture.low + s * (entry.picture.high - entry.picture.low)));
    entry.scale.style.background = `linear-gradient(to right, ${stops.join(',')})`;
  }

  // ---- the table of a chart, linked with it

  function rowsOf(picture) {
    if (picture.kind === 'heat') {
      const rows = picture.values.flatMap((row, r) => row.map((value, c) => [picture.rows[r], picture.columns[c], value]));
      return { headings: [picture.yLabel || 'group', picture.xLabel, picture.unit], rows, places: rows.map((_, i) => [0, i]) };
    }
    const rows = [];
    const places = [];
    picture.series.forEach((series, s) => series.points.forEach((p, i) => {
      rows.push([series.name, picture.x.names[p[0] - 1] ?? p[0], p[1], p[2] ?? null, p[3] ?? null, p[4] ?? '']);
      places.push([s, i]);
    }));
    const used = [true, true, true, rows.some((r) => r[3] !== null), rows.some((r) => r[4] !== null), rows.some((r) => r[5])];
    const keep = (row) => row.filter((_, i) => used[i]);
    return { headings: keep(['series', named(picture.x), named(picture.y), 'from', 'to', 'cell']), rows: rows.map(keep), places };
  }

  const MOST_ROWS = 500;

  function tableOf(entry) {
    const { headings, rows, places } = rowsOf(entry.picture);
    entry.rows = new Map();
    const body = rows.slice(0, MOST_ROWS).map((row, i) => {
      const place = places[i];
      const tr = el('tr', { 'data-point': place.join(','), onmouseenter: () => point(entry, place) },
        row.map((v) => (typeof v === 'number' ? el('td', { class: 'number' }, number(v)) : el('td', {}, v === null ? '–' : v))));
      entry.rows.set(place.join(','), tr);
      return tr;
    });
    const left = rows.length > MOST_ROWS ? [el('p', { class: 'hint' }, `shown ${MOST_ROWS} of ${rows.length.toLocaleString('en-US')} rows; the CSV holds all`)] : [];
    const numeric = (rows[0] || []).map((v) => typeof v === 'number');
    return [el('div', { class: 'scroll' }, el('table', {}, el('thead', {}, el('tr', {}, headings.map((h, i) => el('th', numeric[i] ? { class: 'number' } : {}, h)))), el('tbody', {}, body))), ...left];
  }

  function point(entry, [series, index]) {
    entry.chart.dispatchAction({ type: 'showTip', seriesIndex: entry.shows.indexOf(series), dataIndex: index });
  }

  /** Opens the table at the row of a point. */
  function select(entry, series, index) {
    if (series === undefined || series < 0) return;
    show(entry, true);
    const row = entry.rows.get(series + ',' + index);
    entry.table.querySelectorAll('.on').forEach((other) => other.classList.remove('on'));
    if (row) {
      row.classList.add('on');
      row.parentNode.parentNode.parentNode.scrollTop = row.offsetTop - 60;
    }
  }

  function show(entry, open) {
    if (open && !entry.rows) entry.table.append(...tableOf(entry));
    entry.table.hidden = !open;
    entry.toggle.setAttribute('aria-expanded', String(open));
  }

  // ---- files

  function save(name, href) {
    el('a', { href, download: name }).click();
  }

  /** Text that a spreadsheet would take for a formula gets an apostrophe. */
  function csvField(value) {
    if (typeof value === 'number' || value === null) return value === null ? '' : String(value);
    const safe = /^[=+\-@\t\r]/.test(value) ? "'" + value : value;
    return /[",\n\r]/.test(safe) ? '"' + safe.replaceAll('"', '""') + '"' : safe;
  }

  function csv(picture) {
    const { headings, rows } = rowsOf(picture);
    return [headings, ...rows].map((row) => row.map(csvField).join(',')).join('\r\n') + '\r\n';
  }

  /** The chart with its title and its legend, which on the page stand beside it. */
  function savePng(entry, name) {
    const title = { text: entry.picture.title, left: 0, top: 0, textStyle: { color: css('ink'), fontSize: 15 } };
    const box = el('div', { class: 'offscreen' });
    document.body.append(box);
    box.style.width = entry.plot.clientWidth + 'px';
    box.style.height = entry.plot.clientHeight + 70 + 'px';
    const { option } = optionOf(entry);
    const chart = echarts.init(box);
    const legend = { ...option.legend, show: true, type: 'scroll', bottom: 0, left: 0, padding: 6, textStyle: { color: css('ink') } };
    chart.setOption({ ...option, title, legend, grid: { ...option.grid, top: option.grid.top + 34, bottom: option.grid.bottom + 36 } });
    chart.setOption({ graphic: charts.over(entry.picture, chart, entry.hidden) });
    for (const hidden of entry.hidden) chart.dispatchAction({ type: 'legendUnSelect', name: hidden });
    save(name + '.png', chart.getDataURL({ type: 'png', pixelRatio: 2, backgroundColor: css('paper') }));
    chart.dispose();
    box.remove();
  }

  function saveCsv(picture, name) {
    const url = URL.createObjectURL(new Blob([csv(picture)], { type: 'text/csv' }));
    save(name + '.csv', url);
    setTimeout(() => URL.revokeObjectURL(url), 1000);
  }

  // ---- the page

  function figure(picture, study) {
    const name = (study + '-' + picture.id).replace(/[^\w.-]+/g, '-');
    const heat = picture.kind === 'heat';
    const entry = { picture, plot: el('div', { class: 'plot', role: 'img', 'aria-label': picture.title }), table: el('div', { hidden: '' }), legend: el('div', { class: 'legend' }), hidden: new Set() };
    entry.byRow = heat || charts.onSide(picture);
    if (entry.byRow) entry.plot.style.height = 60 + 26 * (heat ? picture.rows : picture.x.names).length + 'px';
    if (heat) entry.scale = el('i');
    entry.toggle = el('button', { 'aria-expanded': 'false', onclick: () => show(entry, entry.table.hidden) }, 'Table');
    drawn.push(entry);
    return el('figure', heat && picture.columns.length > 20 ? { class: 'wide' } : {},
      el('figcaption', {}, el('h3', {}, picture.title), el('p', {}, picture.reading)),
      entry.plot, entry.legend,
      heat ? el('div', { class: 'scale' }, number(picture.low), entry.scale, withUnit(number(picture.high), picture.unit)) : '',
      el('ul', { class: 'notes' }, picture.notes.map((note) => el('li', {}, note))),
      el('div', { class: 'actions' }, entry.toggle,
        el('button', { onclick: () => savePng(entry, name) }, 'PNG'),
        el('button', { onclick: () => saveCsv(picture, name) }, 'CSV')),
      entry.table);
  }

  function table(spec, whole) {
    if (!spec.rows.length) return [];
    const cell = (tag) => (text, i) => el(tag, spec.numeric[i] ? { class: 'number' } : {}, text);
    return [el('div', { class: whole ? 'scroll whole' : 'scroll' }, el('table', {}, el('thead', {}, el('tr', {}, spec.headings.map(cell('th')))),
      el('tbody', {}, spec.rows.map((row) => el('tr', {}, row.map(cell('td'))))))),
    ...(spec.note ? [el('p', { class: 'hint' }, spec.note)] : [])];
  }

  /** Without the experiment, where it is a statement of one. */
  const shortName = (verdict) => (verdict.origin ? verdict.statement.slice(verdict.statement.indexOf('.') + 1) : verdict.statement);
  /** Holds, violated or undecided, whatever word says so. */
  const kindOf = (verdict) => verdict.kind || verdict.says;
  const anchor = (section, run, verdict) => `verdict-${section}-${run}-${verdict}`;

  function badges(verdicts, s, r) {
    return el('ul', { class: 'badges' }, verdicts.map((v, i) => el('li', {}, el('a', { class: kindOf(v), href: '#' + anchor(s, r, i), title: v.found },
      el('span', { class: 'says', 'aria-label': v.says }, SIGNS[kindOf(v)]), shortName(v) + (v.group ? ' ' + v.group.replace(/^\w+=/, '') : ''), v.origin ? el('small', {}, v.origin) : []))));
  }

  function fact(name, value) {
    return value ? [el('div', name === 'Caution' ? { class: 'caution' } : {}, el('dt', {}, name), el('dd', {}, value))] : [];
  }

  function command(lines) {
    const text = lines.join('\n');
    const copy = el('button', { onclick: () => {
      const range = document.createRange();
      range.selectNodeContents(pre);
      getSelection().removeAllRanges();
      getSelection().addRange(range);
      document.execCommand('copy'); // the clipboard of files: navigator.clipboard needs a server
      copy.textContent = 'Copied';
    } }, 'Copy');
    const pre = el('pre', {}, text);
    return el('div', { class: 'command' }, pre, copy);
  }

  function run(r, section, s, i) {
    return [
      r.label ? el('p', { class: 'label' }, r.label) : '',
      el('p', { class: 'sentence' }, r.sentence),
      r.beyondTheory ? el('p', { class: 'beyond' }, el('strong', {}, 'Beyond the theory'), r.beyondTheory) : '',
      el('dl', { class: 'facts' }, fact('Device', r.device), fact('Precision', r.precision), fact('Cells', r.cells), fact('Checks', r.checks), (r.facts || []).flatMap(([name, value]) => fact(name, value)), r.cautions.flatMap((text) => fact('Caution', text)), fact('Time of a cell, median', r.seconds)),
      badges(r.verdicts, s, i),
      r.commands.length ? command(r.commands) : '',
    ];
  }

  function hero(section, s) {
    return el('header', { class: 'hero' },
      el('p', { class: 'eyebrow' }, section.experiment + ' · ' + section.study),
      el(s ? 'h2' : 'h1', {}, section.title),
      el('p', { class: 'asked' }, section.asked.map((line) => el('span', {}, line))),
      section.runs.map((r, i) => run(r, section, s, i)).flat(),
      el('p', { class: 'hint' }, section.hint || 'Each verdict is what this run says about a statement, and where the statement comes from: the paper’s abstract, a proof redone here, or memory. None proves a paper.'));
  }

  function details(section, s) {
    const comparison = section.comparison;
    return [
      ...(comparison ? [el('h2', {}, 'Side by side'), ...comparison.notes.map((n) => el('p', { class: 'hint' }, n)), ...table(comparison.facts, true), ...table(comparison.verdicts, true), ...table(comparison.numbers)] : []),
      ...(section.pictures.length ? [el('h2', {}, data.sections.length > 1 ? 'Charts, ' + section.study : 'Charts'), el('div', { class: 'pictures' }, section.pictures.map((p) => figure(p, section.study)))] : []),
      ...section.runs.flatMap((r, i) => [
        ...r.tables.flatMap((t) => (t.rows.length ? [el('h2', {}, r.label ? t.title + ', ' + r.label : t.title), ...table(t)] : [])),
        ...(r.parts || []).flatMap((p) => [el('h2', {}, r.label ? p.title + ', ' + r.label : p.title), el('p', { class: 'hint' }, p.reading), ...table(p.table)]),
        ...(r.verdicts.length ? [el('h2', {}, r.label ? 'Verdicts, ' + r.label : 'Verdicts'), verdictTable(r, s, i)] : []),
        el('h2', {}, r.label ? 'Made by, ' + r.label : 'Made by'),
        el('dl', { class: 'facts' }, Object.entries(r.madeBy).flatMap(([k, v]) => fact(k, v)), fact('folder', r.folder)),
      ]),
    ];
  }

  function verdictTable(r, s, i) {
    const traced = r.verdicts.some((v) => v.origin);
    return el('div', { class: 'scroll whole' }, el('table', { class: 'verdicts' },
      el('thead', {}, el('tr', {}, ['statement', 'says', 'found', ...(traced ? ['statement from'] : [])].map((h) => el('th', {}, h)))),
      el('tbody', {}, r.verdicts.map((v, n) => el('tr', { id: anchor(s, i, n) }, el('td', {}, v.statement),
        el('td', {}, el('span', { class: 'says ' + kindOf(v) }, SIGNS[kindOf(v)]), ' ' + v.says), el('td', {}, v.found), traced ? el('td', {}, v.origin) : [])))));
  }

  // ---- light and dark

  const system = matchMedia('(prefers-color-scheme: dark)');
  let chosen = null;

  function paint() {
    root.dataset.theme = chosen || (system.matches ? 'dark' : 'light');
    switcher.textContent = theme() === 'dark' ? 'Light' : 'Dark';
    drawn.forEach(draw);
  }

  const switcher = el('button', { id: 'theme', onclick: () => { chosen = theme() === 'dark' ? 'light' : 'dark'; paint(); } });
  system.addEventListener('change', () => { chosen = null; paint(); });

  function resize() {
    drawn.forEach((entry) => { entry.chart.resize(); if (entry.byRow) draw(entry); else paintOver(entry); });
  }
  addEventListener('resize', resize);
  let before = null;
  addEventListener('beforeprint', () => { before = [chosen]; chosen = 'light'; paint(); resize(); });
  addEventListener('afterprint', () => { [chosen] = before; paint(); resize(); });

  document.title = data.sections.map((s) => s.title).join(' · ') + ' · Widthbench';
  page.append(
    el('div', { class: 'top' }, el('span', { class: 'wordmark' }, 'Widthbench'), switcher, el('button', { onclick: () => print() }, 'Print')),
    ...data.sections.map(hero),
    ...data.sections.flatMap(details));
  paint();
  root.dataset.drawn = String(drawn.length);
})();
