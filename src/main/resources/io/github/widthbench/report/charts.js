'use strict';
// From pictures as data to options of ECharts. Text reaches the page as text nodes or on canvas only.
const charts = (() => {
  const root = document.documentElement;

  // Told apart with any colour vision: after Okabe and Ito, with a lighter set for dark paper.
  const COLOURS = {
    light: ['#0b62b0', '#d1570a', '#0a8f6a', '#b3478c', '#b98500', '#3d9bd3', '#6b5b95', '#70757d'],
    dark: ['#62a8f0', '#f59a4c', '#3ec79b', '#e58fc4', '#f0c649', '#8fd2f7', '#b3a3e0', '#a9b0ba'],
  };
  const RAMPS = { // viridis, cut where it would vanish into the paper
    light: ['#a9d65a', '#35b779', '#1f8a8d', '#31688e', '#440f6b'],
    dark: ['#5b4b9a', '#3f78b0', '#25ab8f', '#8fd548', '#fde725'],
  };
  const SEQUENTIAL = { light: ['#eef3fb', '#7fb0e6', '#0b4f94'], dark: ['#1f2630', '#2f6bb0', '#a8d0ff'] };
  const DIVERGING = {
    light: ['#b2520a', '#f2c9a0', '#f4f5f7', '#9cc3ea', '#0b4f94'],
    dark: ['#f59a4c', '#8a5a2e', '#242932', '#2f5f93', '#7fb6f5'],
  };
  // ---- text

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

  /** Labels of a logarithmic axis, all in one style: plain, or powers of ten where one of them would be long. */
  function logLabel(ticks) {
    const plain = ticks.every((value) => value >= 1e-3 && value <= 1e4);
    return plain ? number : (value) => {
      const [digits, exponent] = value.toExponential(0).split('e');
      return (digits === '1' ? '' : digits + '·') + '10' + superscript(Number(exponent));
    };
  }

  /** A value of an axis as text: its name where it has one. */
  const place = (axis, value) => axis.names[value - 1] ?? withUnit(number(value), axis.unit);
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

  /** Whole powers of ten, at most seven of them; in a narrow range 1, 2 and 5 times them. */
  function logTicks({ min, max }) {
    const wide = max >= 30 * min;
    const low = Math.floor(Math.log10(min) + 1e-9);
    const high = Math.max(low + 1, Math.ceil(Math.log10(max) - 1e-9));
    const interval = wide ? Math.ceil((high - low) / 6) : 1;
    const count = Math.ceil((high - low) / interval) + 1;
    const powers = Array.from({ length: count }, (_, i) => high - interval * (count - 1 - i));
    const ticks = powers.flatMap((power) => (wide ? [1] : [1, 2, 5]).map((digit) => Number(digit + 'e' + power)));
    if (wide) return ticks;
    const first = ticks.findLastIndex((value) => value < min * (1 + 1e-9));
    const last = ticks.findIndex((value) => value > max * (1 - 1e-9));
    return ticks.slice(first, Math.max(last, first + 1) + 1);
  }

  const MOST_COUNTS = 12;

  /** The values to label, where ECharts would choose others. */
  function ticksOf(spec, values, span, vertical) {
    if (spec.scale === 'log') return logTicks(span);
    const counts = [...new Set(values)].sort((a, b) => a - b);
    return spec.scale === 'count' && !vertical && counts.length <= MOST_COUNTS ? counts : null;
  }

  function axis(spec, values, vertical) {
    const log = spec.scale.startsWith('log');
    const quiet = css('quiet');
    const span = { min: Math.min(...values), max: Math.max(...values) };
    const ticks = ticksOf(spec, values, span, vertical);
    const at = ticks ? { customValues: ticks } : {};
    return {
      type: log ? 'log' : 'value',
      logBase: spec.scale === 'log2' ? 2 : 10,
      ...(spec.scale === 'log2' ? span : log ? { min: ticks[0], max: ticks.at(-1) } : {}),
      ...(vertical && !log ? { scale: span.min > 0.4 * span.max } : {}),
      ...(spec.scale === 'count' ? { minInterval: 1, ...(vertical || span.min === span.max ? {} : span) } : {}),
      name: named(spec),
      nameLocation: vertical ? 'end' : 'middle',
      nameGap: vertical ? 14 : 30,
      nameTextStyle: { color: quiet, fontSize: 12, align: vertical ? 'left' : 'center', padding: vertical ? [0, 0, 0, -44] : 0 },
      axisLine: { show: !vertical, onZero: false, lineStyle: { color: css('faint') } },
      axisTick: { show: false, ...at },
      splitLine: { show: vertical, lineStyle: { color: css('faint') } },
      axisLabel: { color: quiet, fontSize: 11, hideOverlap: true, ...at, formatter: spec.scale === 'log' ? logLabel(ticks) : number },
    };
  }

  /** Room for names before a row of each, and the axis that shows them. */
  const roomFor = (names, most) => Math.min(most, 20 + 6.6 * Math.max(...names.map((name) => name.length)));

  const rowNames = (names, room) => ({
    type: 'category', data: names, inverse: true, axisLine: { show: false }, axisTick: { show: false },
    axisLabel: { color: css('quiet'), fontSize: 11, interval: 0, width: room - 12, overflow: 'truncate' },
  });

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

  const hasSpread = (p) => p.length >= 4 && p[2] !== null;

  /** Takes the axes as far as the bands go, which ECharts knows nothing of. */
  const extent = (series, name) => ({
    type: 'scatter', name, symbolSize: 0, silent: true, tooltip: { show: false },
    data: series.points.filter(hasSpread).flatMap((p) => [[p[0], p[2]], [p[0], p[3]]]),
  });

  /** Charts of names lie on their side. */
  const onSide = (picture) => picture.kind === 'chart' && picture.x.names.length > 0;
  const spot = (picture) => (onSide(picture) ? (x, y) => [y, x - 1] : (x, y) => [x, y]);

  /** Polygons behind the lines, from the lower to the upper end of each spread. */
  function bands(picture, chart, hidden) {
    return picture.series.filter((s) => s.form === 'line' && s.points.filter(hasSpread).length > 1).map((series, i) => {
      const points = series.points.filter(hasSpread);
      const outline = [...points.map((p) => [p[0], p[2]]), ...points.toReversed().map((p) => [p[0], p[3]])];
      return {
        id: 'band' + i, type: 'polygon', $action: 'replace', silent: true, z: 1, invisible: hidden.has(series.name),
        shape: { points: outline.map((p) => chart.convertToPixel('grid', p)) },
        style: { fill: colourOf(picture, series), opacity: 0.15 },
      };
    });
  }

  function whiskers(series, colour, name, at) {
    const data = series.points.filter(hasSpread)
      .flatMap((p) => [at(p[0], p[2]), at(p[0], p[3]), [null, null]]);
    return { type: 'line', name, data, symbol: 'none', silent: true, tooltip: { show: false }, lineStyle: { color: colour, width: 1.2, opacity: 0.6 }, z: 1 };
  }

  /** How series of one colour in several runs are told apart: the first as usual, then by these. */
  const RUNS = [
    { sign: '' },
    { sign: '○', symbol: 'emptyCircle', type: [2, 3] },
    { sign: '▲', symbol: 'triangle', type: [9, 3, 2, 3] },
    { sign: '□', symbol: 'emptyRect', type: [1, 5] },
  ];

  function marked(form, run) {
    const { symbol, type } = RUNS[run % RUNS.length];
    if (!symbol) return form;
    const line = form.lineStyle && !Array.isArray(form.lineStyle.type) ? { lineStyle: { ...form.lineStyle, type } } : {};
    return { ...form, ...line, symbol: form.symbol === 'none' ? 'none' : symbol };
  }

  const FORMS = {
    line: (colour, many) => ({ type: 'line', symbol: 'circle', symbolSize: many ? 4 : 6, showSymbol: true, lineStyle: { color: colour, width: 2 }, z: 3 }),
    curve: (colour) => ({ type: 'line', symbol: 'circle', symbolSize: 7, itemStyle: { opacity: 0, color: colour }, lineStyle: { color: colour, width: 1, opacity: 0.55 }, emphasis: { itemStyle: { opacity: 1 }, lineStyle: { width: 2 } }, z: 2 }),
    points: (colour) => ({ type: 'scatter', symbolSize: 7, itemStyle: { color: colour, opacity: 0.75 }, z: 3 }),
    marks: (colour) => ({ type: 'scatter', symbol: 'diamond', symbolSize: 17, itemStyle: { color: colour, opacity: 0.9 }, z: 4 }),
    theory: (colour) => ({ type: 'line', symbol: 'none', lineStyle: { color: colour, width: 1.5, type: [5, 4] }, z: 2 }),
  };

  /** How lines without a colour are told apart; the names are those of the legend. */
  const DASHES = [{ name: 'dashed', type: [5, 4] }, { name: 'dotted', type: [2, 3] }];

  function dashOf(picture, series) {
    const plain = picture.series.filter((s) => s.form === 'theory' && s.colour < 0);
    return DASHES[Math.max(0, plain.indexOf(series)) % DASHES.length];
  }

  function formOf(picture, series) {
    const form = marked(FORMS[series.form](colourOf(picture, series), series.points.length > 40), series.run);
    return series.form === 'theory' ? { ...form, lineStyle: { ...form.lineStyle, type: dashOf(picture, series).type } } : form;
  }

  /** A theory is shown and hidden with the series that it is about. */
  function legendName(picture, series) {
    const about = series.form === 'theory' && picture.series.find((s) => s.form !== 'theory' && s.colour === series.colour && s.run === series.run);
    return (about || series).name;
  }

  /** ECharts' option, and for each of its series the one of the picture that it shows. */
  function chartOption(picture, node) {
    const at = spot(picture);
    const list = [];
    const shows = [];
    picture.series.forEach((series, index) => {
      const colour = colourOf(picture, series);
      const name = legendName(picture, series);
      list.push({ ...formOf(picture, series), name, color: colour, data: series.points.map((p) => at(p[0], p[1])) });
      shows.push(index);
      if (series.points.some(hasSpread)) {
        list.push(series.form === 'line' ? extent(series, name) : whiskers(series, colour, name, at));
        shows.push(-1);
      }
    });
    const values = (i) => picture.series.flatMap((s) => s.points.flatMap((p) => (i === 1 && hasSpread(p) ? [p[1], p[2], p[3]] : p[i])));
    const single = picture.series.some((s) => s.form === 'curve' || s.form === 'points');
    const names = [...new Set(list.map((s) => s.name))];
    return {
      shows,
      legend: names.map((name) => {
        const series = list.find((one) => one.name === name);
        const shown = picture.series.find((one) => legendName(picture, one) === name);
        if (shown.form === 'theory') return { name, colour: series.color, sign: '', line: dashOf(picture, shown).name };
        const { sign } = RUNS[shown.run % RUNS.length];
        const dots = shown.form === 'points' || shown.form === 'marks';
        return { name, colour: series.color, sign, line: dots ? 'dot' : sign && 'dotted' };
      }),
      option: {
        ...base(),
        ...axes(picture, values, node),
        legend: { show: false, data: names },
        tooltip: tooltip(single ? 'item' : 'axis', (hit) => tip(picture, shows, [hit].flat())),
        series: list,
      },
    };
  }

  function axes(picture, values, node) {
    if (onSide(picture)) {
      const room = roomFor(picture.x.names, 0.42 * node.clientWidth);
      return {
        grid: { left: room, right: 16, top: 8, bottom: 46 },
        xAxis: { ...axis(picture.y, values(1), false), splitLine: { show: true, lineStyle: { color: css('faint') } } },
        yAxis: rowNames(picture.x.names, room),
      };
    }
    return {
      grid: { left: 52, right: 16, top: 34, bottom: 46 },
      xAxis: axis(picture.x, values(0), false),
      yAxis: axis(picture.y, values(1), true),
    };
  }

  function tip(picture, shows, hits) {
    const seen = hits.filter((hit) => shows[hit.seriesIndex] >= 0);
    if (!seen.length) return '';
    const pointOf = (hit) => picture.series[shows[hit.seriesIndex]].points[hit.dataIndex];
    const lines = seen.map((hit) => {
      const series = picture.series[shows[hit.seriesIndex]];
      const point = pointOf(hit);
      const spread = hasSpread(point) ? ` (${number(point[2])} to ${number(point[3])})` : '';
      const dot = el('i');
      dot.style.background = hit.color;
      return [el('div', {}, dot, el('span', {}, series.name), el('b', {}, withUnit(number(point[1]), picture.y.unit)), spread),
        ...(point[4] ? [el('div', {}, point[4])] : [])];
    });
    return el('div', { class: 'tip' }, el('div', {}, `${picture.x.label}: ${place(picture.x, pointOf(seen[0])[0])}`), lines.flat());
  }

  function heatColour(picture, value) {
    const diverging = picture.low < 0;
    const share = (value - picture.low) / (picture.high - picture.low || 1);
    return between((diverging ? DIVERGING : SEQUENTIAL)[theme()], share);
  }

  /** Outlines of the cells that are marked. */
  function marks(picture, chart) {
    const place = (column, row) => chart.convertToPixel('grid', [column, row]);
    const [width, height] = chart.getOption().series[0].symbolSize.map((size) => size + 2);
    return picture.marks.map(([row, column], i) => {
      const [x, y] = place(column, row);
      return {
        id: 'mark' + i, type: 'rect', $action: 'replace', silent: true, z: 5,
        shape: { x: x - width / 2, y: y - height / 2, width, height }, style: { fill: 'none', stroke: COLOURS[theme()][1], lineWidth: 2.5 },
      };
    });
  }

  const WIDEST_CELL = 90; // pixels

  function heatOption(picture, node) {
    const unused = node.clientWidth - 8 - WIDEST_CELL * picture.columns.length;
    const left = roomFor(picture.rows, Math.max(0.42 * node.clientWidth, unused));
    const spare = unused - left;
    const grid = { left, right: 8 + Math.max(0, spare), top: 8, bottom: 44 };
    const size = [
      (node.clientWidth - grid.left - grid.right) / picture.columns.length - 2,
      (node.clientHeight - grid.top - grid.bottom) / picture.rows.length - 2,
    ];
    const cells = picture.values.flatMap((row, r) => row.map((value, c) => ({
      value: [c, r, value],
      itemStyle: {
        color: value === null ? 'transparent' : heatColour(picture, value),
        borderColor: css('faint'),
        borderWidth: value === null ? 1 : 0,
        opacity: 1,
      },
    })));
    const middle = (picture.low + picture.high) / 2;
    const far = (value) => (picture.low < 0 ? Math.abs(value) > 0.6 * picture.high : value > middle);
    return {
      shows: [0],
      legend: [],
      option: {
        ...base(),
        grid,
        xAxis: {
          type: 'category', data: picture.columns, name: picture.xLabel, nameLocation: 'middle', nameGap: 28, nameTextStyle: { color: css('quiet') },
          axisLine: { show: false }, axisTick: { show: false }, axisLabel: { color: css('quiet'), fontSize: 11 },
        },
        yAxis: rowNames(picture.rows, left),
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

  /** What is drawn in places that only a laid-out chart knows. */
  const over = (picture, chart, hidden) => (picture.kind === 'heat' ? marks(picture, chart) : bands(picture, chart, hidden));

  return { el, number, named, withUnit, theme, css, heatColour, onSide, chartOption, heatOption, over };
})();
