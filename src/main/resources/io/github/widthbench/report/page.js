'use strict';
// Draws the page from the block of JSON. All text goes in as text nodes, never as markup.
(() => {
  const data = JSON.parse(document.getElementById('data').textContent);
  const page = document.getElementById('page');
  const root = document.documentElement;
  const drawn = []; // {picture, chart, node, rows}

  // Told apart with any colour vision: after Okabe and Ito, with a lighter set for dark paper.
  const COLOURS = {
    light: ['#0b62b0', '#d1570a', '#0a8f6a', '#b3478c', '#b98500', '#3d9bd3', '#6b5b95', '#70757d'],
    dark: ['#62a8f0', '#f59a4c', '#3ec79b', '#e58fc4', '#f0c649', '#8fd2f7', '#b3a3e0', '#a9b0ba'],
  };
  const RAMPS = { // viridis, cut where it would vanish into the paper
    light: ['#a9d65a', '#35b779', '#1f8a8d', '#31688e', '#440f6b'],
    dark: ['#5b4b9a', '#3f78b0', '#25ab8f', '#8fd548', '#fde725'],
  };
  const DIVERGING = {
    light: ['#b2520a', '#f2c9a0', '#f4f5f7', '#9cc3ea', '#0b4f94'],
    dark: ['#f59a4c', '#8a5a2e', '#242932', '#2f5f93', '#7fb6f5'],
  };
  const SIGNS = { holds: '✓', violated: '✗', undecided: '?' };

  // ---- small things

  function el(tag, attributes, ...children) {
    const node = document.createElement(tag);
    for (const [name, value] of Object.entries(attributes || {})) {
      if (name.startsWith('on')) node.addEventListener(name.slice(2), value);
      else node.setAttribute(name, value);
    }
    node.append(...children.flat());
    return node;
  }

  function number(value) {
    if (value === null || value === undefined) return '–';
    const size = Math.abs(value);
    if (size !== 0 && (size < 1e-3 || size >= 1e7)) {
      const [digits, exponent] = value.toExponential(3).split('e');
      return Number(digits) + '·10' + superscript(Number(exponent));
    }
    return Number.isInteger(value) ? value.toLocaleString('en-US') : String(Number(value.toPrecision(4)));
  }

  const superscript = (exponent) =>
    String(exponent).replace(/./g, (c) => '⁰¹²³⁴⁵⁶⁷⁸⁹'[c] || '⁻');

  function tick(scale, value) {
    if (scale !== 'log') return number(value);
    const exponent = Math.round(Math.log10(value));
    return Math.abs(exponent) > 3 ? '10' + superscript(exponent) : String(Number(value.toPrecision(2)));
  }

  const withUnit = (text, unit) => (unit ? text + ' ' + unit : text);
  const named = (axis) => (axis.unit && axis.unit !== axis.label ? `${axis.label} (${axis.unit})` : axis.label);
  const theme = () => root.dataset.theme;
  const css = (name) => getComputedStyle(root).getPropertyValue('--' + name).trim();

  /** The colour at `share` (0 to 1) of a list of colours. */
  function between(colours, share) {
    const at = Math.max(0, Math.min(1, share)) * (colours.length - 1);
    const left = Math.min(Math.floor(at), colours.length - 2);
    const channel = (colour, i) => parseInt(colour.slice(1 + 2 * i, 3 + 2 * i), 16);
    const mixed = [0, 1, 2].map((i) =>
      Math.round(channel(colours[left], i) * (1 - at + left) + channel(colours[left + 1], i) * (at - left)));
    return `rgb(${mixed.join(',')})`;
  }

  // ---- charts

  function colourOf(picture, series) {
    if (series.colour < 0 || (picture.palette === 'ramp' && series.form === 'theory')) return css('ink');
    if (picture.palette === 'ramp') {
      const last = Math.max(1, ...picture.series.map((s) => s.colour));
      return between(RAMPS[theme()], series.colour / last);
    }
    return COLOURS[theme()][series.colour % COLOURS.light.length];
  }

  function axis(spec, values, vertical) {
    const log = spec.scale !== 'linear';
    const quiet = css('quiet');
    const span = { min: Math.min(...values), max: Math.max(...values) };
    const tight = spec.scale === 'log2' || (!vertical && log);
    return {
      type: log ? 'log' : 'value',
      logBase: spec.scale === 'log2' ? 2 : 10,
      ...(tight ? span : {}),
      ...(vertical && !log ? { scale: span.min > 0.4 * span.max } : {}),
      name: named(spec),
      nameLocation: vertical ? 'end' : 'middle',
      nameGap: vertical ? 14 : 30,
      nameTextStyle: { color: quiet, fontSize: 12, align: vertical ? 'left' : 'center', padding: vertical ? [0, 0, 0, -44] : 0 },
      axisLine: { show: !vertical, lineStyle: { color: css('faint') } },
      axisTick: { show: false },
      splitLine: { show: vertical, lineStyle: { color: css('faint') } },
      axisLabel: { color: quiet, fontSize: 11, hideOverlap: true, formatter: (value) => tick(spec.scale, value) },
    };
  }

  function base() {
    return {
      animation: false,
      aria: { enabled: true },
      textStyle: { fontFamily: getComputedStyle(document.body).fontFamily },
    };
  }

  function tooltip(trigger, formatter) {
    return {
      trigger, formatter, confine: true, transitionDuration: 0, padding: [8, 12], borderWidth: 1,
      backgroundColor: css('paper'), borderColor: css('faint'),
      axisPointer: { type: 'line', lineStyle: { color: css('faint'), width: 1, type: 'solid' } },
    };
  }

  /** The lower end without ink, and on it the band up to the higher end. */
  function band(series, colour, id) {
    const shared = { type: 'line', name: series.name, stack: id, stackStrategy: 'all', symbol: 'none', silent: true, lineStyle: { opacity: 0 }, tooltip: { show: false }, z: 1 };
    const points = series.points.filter((p) => p.length >= 4 && p[2] !== null);
    return [
      { ...shared, data: points.map((p) => [p[0], p[2]]) },
      { ...shared, data: points.map((p) => [p[0], p[3] - p[2]]), areaStyle: { color: colour, opacity: 0.14 } },
    ];
  }

  function whiskers(series, colour) {
    const data = series.points.filter((p) => p.length >= 4 && p[2] !== null)
      .flatMap((p) => [[p[0], p[2]], [p[0], p[3]], [null, null]]);
    return { type: 'line', name: series.name, data, symbol: 'none', silent: true, tooltip: { show: false }, lineStyle: { color: colour, width: 1.2, opacity: 0.6 }, z: 1 };
  }

  const FORMS = {
    line: (colour, many) => ({ type: 'line', symbol: 'circle', symbolSize: many ? 4 : 6, showSymbol: true, lineStyle: { color: colour, width: 2 }, z: 3 }),
    curve: (colour) => ({ type: 'line', symbol: 'circle', symbolSize: 7, itemStyle: { opacity: 0, color: colour }, lineStyle: { color: colour, width: 1, opacity: 0.55 }, emphasis: { itemStyle: { opacity: 1 }, lineStyle: { width: 2 } }, z: 2 }),
    points: (colour) => ({ type: 'scatter', symbolSize: 7, itemStyle: { color: colour, opacity: 0.75 }, z: 3 }),
    marks: (colour) => ({ type: 'scatter', symbol: 'diamond', symbolSize: 17, itemStyle: { color: colour, opacity: 0.9 }, z: 4 }),
    theory: (colour) => ({ type: 'line', symbol: 'none', lineStyle: { color: colour, width: 1.5, type: [5, 4] }, z: 2 }),
  };

  /** ECharts' option, and for each of its series the one of the picture that it shows. */
  function chartOption(picture) {
    const list = [];
    const shows = [];
    picture.series.forEach((series, index) => {
      const colour = colourOf(picture, series);
      const main = { ...FORMS[series.form](colour, series.points.length > 40), name: series.name, color: colour, data: series.points.map((p) => [p[0], p[1]]) };
      list.push(main);
      shows.push(index);
      if (series.points.some((p) => p.length >= 4 && p[2] !== null)) {
        const extra = series.form === 'line' ? band(series, colour, 'band' + index) : [whiskers(series, colour)];
        list.push(...extra);
        shows.push(...extra.map(() => -1));
      }
    });
    const values = (i) => picture.series.flatMap((s) => s.points.map((p) => p[i]));
    const single = picture.series.some((s) => s.form === 'curve' || s.form === 'points');
    const names = [...new Set(picture.series.map((s) => s.name))];
    return {
      shows,
      option: {
        ...base(),
        grid: { left: 52, right: 16, top: 34, bottom: names.length > 1 ? 84 : 52 },
        xAxis: axis(picture.x, values(0), false),
        yAxis: axis(picture.y, values(1), true),
        legend: {
          show: names.length > 1, type: 'scroll', bottom: 0, left: 0, right: 0, itemWidth: 18, itemHeight: 8, itemGap: 16,
          data: names, textStyle: { color: css('ink'), fontSize: 12 }, inactiveColor: css('faint'),
          pageTextStyle: { color: css('quiet') }, pageIconColor: css('quiet'), pageIconInactiveColor: css('faint'),
        },
        tooltip: tooltip(single ? 'item' : 'axis', (hit) => tip(picture, shows, [hit].flat())),
        series: list,
      },
    };
  }

  function tip(picture, shows, hits) {
    const seen = hits.filter((hit) => shows[hit.seriesIndex] >= 0);
    if (!seen.length) return '';
    const first = seen[0];
    const lines = seen.map((hit) => {
      const series = picture.series[shows[hit.seriesIndex]];
      const point = series.points[hit.dataIndex];
      const spread = point.length >= 4 && point[2] !== null ? ` (${number(point[2])} to ${number(point[3])})` : '';
      const dot = el('i');
      dot.style.background = hit.color;
      return [el('div', {}, dot, el('span', {}, series.name), el('b', {}, withUnit(number(point[1]), picture.y.unit)), spread),
        ...(point[4] ? [el('div', {}, point[4])] : [])];
    });
    return el('div', { class: 'tip' }, el('div', {}, `${picture.x.label}: ${withUnit(number(first.value[0]), picture.x.unit)}`), lines.flat());
  }

  function heatColour(picture, value) {
    const diverging = picture.low < 0;
    const share = (value - picture.low) / (picture.high - picture.low || 1);
    return between((diverging ? DIVERGING : SEQUENTIAL)[theme()], share);
  }
  const SEQUENTIAL = { light: ['#eef3fb', '#7fb0e6', '#0b4f94'], dark: ['#1f2630', '#2f6bb0', '#a8d0ff'] };

  function heatOption(picture, node) {
    const left = Math.min(0.42 * node.clientWidth, 12 + 6.6 * Math.max(...picture.rows.map((r) => r.length)));
    const grid = { left, right: 8, top: 8, bottom: 44 };
    const size = [
      (node.clientWidth - grid.left - grid.right) / picture.columns.length - 2,
      (node.clientHeight - grid.top - grid.bottom) / picture.rows.length - 2,
    ];
    const marked = new Set(picture.marks.map(String));
    const cells = picture.values.flatMap((row, r) => row.map((value, c) => ({
      value: [c, r, value],
      itemStyle: {
        color: value === null ? 'transparent' : heatColour(picture, value),
        borderColor: marked.has(String([r, c])) ? css('ink') : css('faint'),
        borderWidth: marked.has(String([r, c])) ? 2 : value === null ? 1 : 0,
      },
    })));
    const middle = (picture.low + picture.high) / 2;
    const far = (value) => (picture.low < 0 ? Math.abs(value) > 0.6 * picture.high : value > middle);
    const category = (data, name) => ({ type: 'category', data, name, nameLocation: 'middle', nameGap: 28, nameTextStyle: { color: css('quiet') },
      axisLine: { show: false }, axisTick: { show: false }, axisLabel: { color: css('quiet'), fontSize: 11, width: left - 12, overflow: 'truncate' } });
    return {
      shows: [0],
      option: {
        ...base(),
        grid,
        xAxis: category(picture.columns, picture.xLabel),
        yAxis: { ...category(picture.rows, ''), inverse: true },
        tooltip: tooltip('item', (hit) => el('div', { class: 'tip' },
          el('div', {}, picture.rows[hit.value[1]]), el('div', {}, `${picture.xLabel}: ${picture.columns[hit.value[0]]}`),
          el('div', {}, el('b', {}, withUnit(number(hit.value[2]), picture.unit))))),
        series: [{
          type: 'scatter', symbol: 'rect', symbolSize: size, data: cells, emphasis: { scale: false },
          label: { show: size[0] > 30 && size[1] > 14, fontSize: 11, formatter: (hit) => (hit.value[2] === null ? '' : number(Number(hit.value[2].toPrecision(2)))),
            color: css('ink') },
        }].map((series) => ({ ...series, data: series.data.map((cell) => ({ ...cell, label: { color: far(cell.value[2]) === (theme() === 'light') ? '#ffffff' : '#10141a' } })) })),
      },
    };
  }

  const optionOf = (entry) => (entry.picture.kind === 'heat' ? heatOption(entry.picture, entry.plot) : chartOption(entry.picture));

  function draw(entry) {
    if (!entry.chart) {
      entry.chart = echarts.init(entry.plot, null, { renderer: 'canvas' });
      entry.chart.on('click', (hit) => select(entry, entry.shows[hit.seriesIndex], hit.dataIndex));
    }
    const { shows, option } = optionOf(entry);
    entry.shows = shows;
    entry.chart.setOption(option, true);
    if (entry.scale) paintScale(entry);
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
      rows.push([series.name, p[0], p[1], p[2] ?? null, p[3] ?? null, p[4] ?? '']);
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

  function saveCsv(picture, name) {
    const url = URL.createObjectURL(new Blob([csv(picture)], { type: 'text/csv' }));
    save(name + '.csv', url);
    setTimeout(() => URL.revokeObjectURL(url), 1000);
  }

  // ---- the page

  function figure(picture, study) {
    const name = (study + '-' + picture.id).replace(/[^\w.-]+/g, '-');
    const heat = picture.kind === 'heat';
    const entry = { picture, plot: el('div', { class: 'plot', role: 'img', 'aria-label': picture.title }), table: el('div', { hidden: '' }) };
    if (heat) {
      entry.plot.style.height = 60 + 26 * picture.rows.length + 'px';
      entry.scale = el('i');
    }
    entry.toggle = el('button', { 'aria-expanded': 'false', onclick: () => show(entry, entry.table.hidden) }, 'Table');
    drawn.push(entry);
    return el('figure', heat && picture.columns.length > 12 ? { class: 'wide' } : {},
      el('figcaption', {}, el('h3', {}, picture.title), el('p', {}, picture.reading)),
      entry.plot,
      heat ? el('div', { class: 'scale' }, number(picture.low), entry.scale, withUnit(number(picture.high), picture.unit)) : '',
      el('ul', { class: 'notes' }, picture.notes.map((note) => el('li', {}, note))),
      el('div', { class: 'actions' }, entry.toggle,
        el('button', { onclick: () => save(name + '.png', entry.chart.getDataURL({ type: 'png', pixelRatio: 2, backgroundColor: css('paper') })) }, 'PNG'),
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

  const shortName = (statement) => statement.slice(statement.indexOf('.') + 1);
  const anchor = (section, run, verdict) => `verdict-${section}-${run}-${verdict}`;

  function badges(verdicts, s, r) {
    return el('ul', { class: 'badges' }, verdicts.map((v, i) => el('li', {}, el('a', { class: v.says, href: '#' + anchor(s, r, i), title: v.found },
      el('span', { class: 'says', 'aria-label': v.says }, SIGNS[v.says]), shortName(v.statement) + (v.group ? ' ' + v.group.replace(/^\w+=/, '') : ''), el('small', {}, v.origin)))));
  }

  function fact(name, value) {
    return value ? [el('div', {}, el('dt', {}, name), el('dd', {}, value))] : [];
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
      el('dl', { class: 'facts' }, fact('Device', r.device), fact('Precision', r.precision), fact('Cells', r.cells), fact('Time of a cell, median', r.seconds)),
      badges(r.verdicts, s, i),
      command(r.commands),
    ];
  }

  function hero(section, s) {
    return el('header', { class: 'hero' },
      el('p', { class: 'eyebrow' }, section.experiment + ' · ' + section.study),
      el(s ? 'h2' : 'h1', {}, section.title),
      el('p', { class: 'asked' }, section.asked.map((line) => el('span', {}, line))),
      section.runs.map((r, i) => run(r, section, s, i)).flat(),
      el('p', { class: 'hint' }, 'Each verdict is what this run says about a statement, and where the statement comes from: the paper’s abstract, a proof redone here, or memory. None proves a paper.'));
  }

  function details(section, s) {
    const comparison = section.comparison;
    return [
      ...(comparison ? [el('h2', {}, 'Side by side'), ...comparison.notes.map((n) => el('p', { class: 'hint' }, n)), ...table(comparison.facts, true), ...table(comparison.verdicts, true), ...table(comparison.numbers)] : []),
      ...(section.pictures.length ? [el('h2', {}, section.title), el('div', { class: 'pictures' }, section.pictures.map((p) => figure(p, section.study)))] : []),
      ...section.runs.flatMap((r, i) => [
        ...(r.table.rows.length ? [el('h2', {}, r.label ? 'Table, ' + r.label : 'Table'), ...table(r.table)] : []),
        el('h2', {}, r.label ? 'Verdicts, ' + r.label : 'Verdicts'),
        verdictTable(r, s, i),
        el('h2', {}, r.label ? 'Made by, ' + r.label : 'Made by'),
        el('dl', { class: 'facts' }, Object.entries(r.madeBy).flatMap(([k, v]) => fact(k, v)), fact('folder', r.folder)),
      ]),
    ];
  }

  function verdictTable(r, s, i) {
    return el('div', { class: 'scroll whole' }, el('table', { class: 'verdicts' },
      el('thead', {}, el('tr', {}, ['statement', 'says', 'found', 'statement from'].map((h) => el('th', {}, h)))),
      el('tbody', {}, r.verdicts.map((v, n) => el('tr', { id: anchor(s, i, n) }, el('td', {}, v.statement),
        el('td', {}, el('span', { class: 'says ' + v.says }, SIGNS[v.says]), ' ' + v.says), el('td', {}, v.found), el('td', {}, v.origin))))));
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
    drawn.forEach((entry) => { entry.chart.resize(); if (entry.scale) draw(entry); });
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
