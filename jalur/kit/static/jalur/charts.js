// Draws every [data-chart] from the JSON block it names. Colours come from the page, so dark mode needs nothing here.
"use strict";

window.jalurDrawing = {
  token(name) { return getComputedStyle(document.documentElement).getPropertyValue(name).trim(); },
  number(value, places) {
    if (value === null || value === undefined || Number.isNaN(value)) return "–";
    return new Intl.NumberFormat(document.documentElement.lang, { minimumFractionDigits: places, maximumFractionDigits: places }).format(value);
  },
  data(holder, name) { return JSON.parse(document.getElementById(holder.dataset[name]).textContent); },
  start(holder, option) {
    holder.dataset.ready = "";
    const drawing = echarts.init(holder, null, { renderer: "canvas" });
    drawing.setOption(option);
    new ResizeObserver(() => drawing.resize()).observe(holder);
    return drawing;
  },
  // Tooltips are drawn on the canvas: an HTML one would need inline styles, which the content security policy refuses.
  tooltip() {
    const token = this.token;
    return { renderMode: "richText", confine: true, backgroundColor: token("--surface"), borderColor: token("--line-strong"), textStyle: { color: token("--ink"), fontFamily: token("--font"), fontSize: 14 } };
  },
};

(() => {
  const draw = window.jalurDrawing;
  const marks = ["solid", "dashed", "dotted"];
  const PHONE = 480;  // px: on a narrower drawing names stand over their bars, so that nothing is cut off

  // Lying bars: a row for each name, below it the axis and above it the legend, if there is one.
  function heightOf(data, wide) {
    return data.categories.length * (wide < PHONE ? 52 : 36) + (data.series.length > 1 ? 110 : 60);
  }

  function option(data, wide) {
    const ink = draw.token("--ink"), soft = draw.token("--ink-soft"), line = draw.token("--line");
    const colours = ["--chart-1", "--chart-2", "--chart-3", "--chart-4"].map((name) => draw.token(name));
    const lying = data.kind === "bar";
    const write = (value) => draw.number(value, data.places);
    const narrow = wide < PHONE;
    const beside = { width: Math.max(110, Math.min(300, wide * 0.42)), overflow: "break", lineHeight: 15, height: 30, lineOverflow: "truncate" };
    const over = { inside: true, width: wide - 16, overflow: "truncate", verticalAlign: "bottom", padding: [0, 0, 16, -6] };
    const names = { type: "category", data: data.categories, inverse: lying, z: 3, axisTick: { show: false }, axisLine: { lineStyle: { color: line } }, axisLabel: { color: ink, fontSize: 13, ...(!lying ? { hideOverlap: true } : narrow ? over : beside) } };
    const values = { type: "value", minInterval: data.places ? 0 : 1, splitNumber: narrow ? 3 : 5, axisLabel: { color: soft, formatter: write, hideOverlap: true }, splitLine: { lineStyle: { color: line } } };
    const label = data.series.length === 1 && data.kind !== "line" && data.categories.length <= 24;
    return {
      animation: false, color: colours, textStyle: { fontFamily: draw.token("--font") },
      grid: { left: 8, right: lying ? 56 : 16, top: data.series.length > 1 ? (narrow ? 68 : 40) : 16, bottom: 8, containLabel: true },
      legend: data.series.length > 1 ? { top: 0, left: 0, textStyle: { color: ink }, icon: "roundRect" } : undefined,
      tooltip: { ...draw.tooltip(), trigger: "axis", axisPointer: { type: data.kind === "line" ? "line" : "shadow" }, valueFormatter: write },
      xAxis: lying ? values : names, yAxis: lying ? names : values,
      series: data.series.map((one, position) => ({
        name: one.name, type: data.kind === "line" ? "line" : "bar", data: one.values, stack: data.stacked ? "all" : undefined, barMaxWidth: 22,
        symbolSize: 6, lineStyle: { width: 2.5, type: marks[position % 3] }, itemStyle: data.kind === "line" ? {} : { borderRadius: 2 },
        label: label ? { show: true, position: lying ? "right" : "top", color: ink, formatter: (item) => write(item.value) } : undefined,
      })),
    };
  }

  for (const holder of document.querySelectorAll("[data-chart]")) {
    const data = draw.data(holder, "chart");
    const wide = holder.clientWidth;
    if (data.kind === "bar") holder.style.height = `${heightOf(data, wide)}px`;
    draw.start(holder, option(data, wide));
  }
})();
