// From the top of the stack to its bottom: each is drawn over the one before.
const layers = [['unknown', 'Unknown'], ['rejected', 'Rejected'], ['dryrun', 'DryRun'], ['duplicate', 'Duplicate'], ['created', 'Created']];
const narrow = 620;
let plot = null;
let hour = null;
let limit = 0;

/** The browser's own reading of a colour: a canvas does not know light-dark(). */
function resolved(name) {
  const probe = el('i');
  probe.style.color = `var(${name})`;
  document.body.append(probe);
  const value = getComputedStyle(probe).color;
  probe.remove();
  return value;
}

/** Sums the steps up to as many bars as there is room for, in users a second. */
function stacked(view, width) {
  const step = view.stepSeconds * (width < narrow ? 6 : 2);
  const start = Math.ceil(Date.parse(view.from) / 1000 / step) * step;
  const times = Array.from({ length: Math.floor((Date.parse(view.to) / 1000 - start) / step) + 1 }, (_, index) => start + index * step);
  const sums = layers.map(() => times.map(() => 0));
  for (const one of view.steps) {
    const index = Math.floor((Date.parse(one.at) / 1000 - start) / step);
    layers.forEach(([, name], layer) => {
      if (index >= 0 && index < times.length) {
        sums[layer][index] += one[name[0].toLowerCase() + name.slice(1)] / step;
      }
    });
  }
  const heights = sums.map((_, layer) => times.map((__, index) => sums.slice(layer).reduce((sum, values) => sum + values[index], 0)));
  return { data: [times, ...heights], sums };
}

/** The limit is in the picture when the rate comes near it; otherwise its edge says where it is. */
function top(data) {
  const peak = Math.max(...data[1], 1);
  return peak > limit / 6 ? Math.max(limit * 1.1, peak * 1.05) : peak * 1.3;
}

function drawLimit(chart) {
  const { ctx, bbox } = chart;
  const isInside = chart.scales.y.max >= limit;
  const y = isInside ? chart.valToPos(limit, 'y', true) : bbox.top + 1;
  const text = `limit ${number(limit)}${isInside ? '' : ' ↑'}`;
  ctx.save();
  ctx.strokeStyle = resolved('--quiet');
  ctx.fillStyle = ctx.strokeStyle;
  ctx.lineWidth = 1.5 * devicePixelRatio;
  ctx.setLineDash([6 * devicePixelRatio, 4 * devicePixelRatio]);
  ctx.beginPath();
  ctx.moveTo(bbox.left, y);
  ctx.lineTo(bbox.left + bbox.width, y);
  ctx.stroke();
  ctx.font = `${12 * devicePixelRatio}px system-ui, sans-serif`;
  ctx.textAlign = 'left';
  ctx.textBaseline = isInside ? 'bottom' : 'top';
  const [x, height] = [bbox.left + 6 * devicePixelRatio, 15 * devicePixelRatio];
  const base = y + (isInside ? -3 : 5) * devicePixelRatio;
  ctx.fillStyle = resolved('--surface');
  ctx.fillRect(x - 3 * devicePixelRatio, isInside ? base - height : base, ctx.measureText(text).width + 6 * devicePixelRatio, height);
  ctx.fillStyle = ctx.strokeStyle;
  ctx.fillText(text, x, base);
  ctx.restore();
}

function makeChart(width) {
  const axis = { stroke: resolved('--quiet'), font: '12px system-ui, sans-serif', grid: { stroke: resolved('--line'), width: 1 }, ticks: { show: false } };
  const bars = uPlot.paths.bars({ size: [0.86, 60], align: 1 });
  return new uPlot({
    width,
    height: $('chart').clientHeight,
    legend: { show: false },
    cursor: { drag: { x: false, y: false }, points: { show: false }, y: false },
    scales: { x: { time: true }, y: { range: (chart) => [0, top(chart.data)] } },
    axes: [{ ...axis, grid: { show: false }, values: (_, ticks) => ticks.map((tick) => clock.format(tick * 1000)), space: 70, size: 30 }, { ...axis, size: 46, values: (_, ticks) => ticks.map(number) }],
    series: [{}, ...layers.map(([name]) => ({ fill: resolved(`--${name === 'dryrun' ? 'dry' : name}`), stroke: 'transparent', width: 0, paths: bars, points: { show: false } }))],
    hooks: { draw: [drawLimit], setCursor: [describeAt] },
  }, stacked(hour, width).data, $('chart'));
}

function describeAt(chart) {
  const index = chart.cursor.left >= 0 ? chart.cursor.idx : null;
  if (index === null || index === undefined) {
    say($('hour-at'), 'Users a second, by outcome');
    return;
  }
  const { data, sums } = stacked(hour, chart.width);
  const words = layers.map(([, name], layer) => [outcomeWords[name], sums[layer][index]]).filter(([, rate]) => rate > 0).reverse().map(([word, rate]) => `${number(Math.round(rate * 10) / 10)} ${word}`);
  say($('hour-at'), `${clockSeconds.format(data[0][index] * 1000)}: ${words.join(', ') || 'no users'}`);
}

function renderLegend() {
  const items = [...layers].reverse()
    .map(([look, name]) => ({ look: `dot ${look}`, name, count: hour.steps.reduce((sum, one) => sum + one[name[0].toLowerCase() + name.slice(1)], 0) }))
    .filter(({ name, count }) => count > 0 || name === 'Created');
  keyed($('legend'), [...items, { look: 'limit', name: 'limit', count: null }], (item) => item.name,
    (item) => el('li', {}, el('span', { class: item.look }), el('b', { 'data-part': 'count' }), el('span', { 'data-part': 'word' })),
    (child, item) => {
      say(part(child, 'count'), item.count === null ? '' : number(item.count));
      say(part(child, 'word'), item.count === null ? `HubSpot’s limit: ${number(limit)} a second` : ` ${outcomeWords[item.name]}`);
    });
}

/** What became of users since midnight, each with the users it is about. */
function renderToday(today) {
  const shownLayers = [...layers].reverse().map(([look, name]) => ({ look, name, count: today[name[0].toLowerCase() + name.slice(1)] })).filter(({ name, count }) => count > 0 || name !== 'DryRun');
  keyed($('today'), shownLayers, ({ name }) => name,
    ({ look, name }) => {
      const open = el('button', { type: 'button', class: 'plain', onclick: () => work(open, () => showDayUsers(utcDay(), `outcome=${name}`)) }, el('b', { 'data-part': 'count' }), ` ${outcomeWords[name]}`);
      return el('li', {}, el('span', { class: `dot ${look}` }), open);
    },
    (child, { count }) => say(part(child, 'count'), number(count)));
}

function renderChart(view, usersPerSecond) {
  hour = view;
  limit = usersPerSecond;
  renderLegend();
  renderToday(view.today);
  const width = $('chart').clientWidth;
  if (plot) {
    plot.setData(stacked(view, width).data);
  } else if (width > 0) {
    plot = makeChart(width);
  }
}

/** Colours and bars belong to a width and a scheme, so the picture is made anew with them. */
function redraw() {
  const width = $('chart').clientWidth;
  if (plot && width > 0) {
    plot.destroy();
    plot = makeChart(width);
  }
}

new ResizeObserver(() => {
  if (plot && plot.width !== $('chart').clientWidth) {
    redraw();
  }
}).observe($('chart'));
matchMedia('(prefers-color-scheme: dark)').addEventListener('change', redraw);
