// Draws every [data-map]: a choropleth from our own boundaries (TopoJSON, geometry id = region code) and the JSON block it names.
"use strict";

(() => {
  const draw = window.jalurDrawing;
  const LEGEND = 38, NAMED = 14;  // px below the map; with more areas their names stand only in the table

  // TopoJSON → GeoJSON: arcs are runs of small steps, shared between neighbours (topojson.org/specification, 2.1.3 and 2.2).
  function features(topology) {
    const { scale, translate } = topology.transform || { scale: [1, 1], translate: [0, 0] };
    const arcs = topology.arcs.map((arc) => {
      let x = 0, y = 0;
      return arc.map(([dx, dy]) => topology.transform ? [(x += dx) * scale[0] + translate[0], (y += dy) * scale[1] + translate[1]] : [dx, dy]);
    });
    const ring = (indexes) => indexes.flatMap((index, position) => {
      const arc = index < 0 ? [...arcs[~index]].reverse() : arcs[index];
      return position ? arc.slice(1) : arc;
    });
    const shape = (one) => one.type === "Polygon"
      ? { type: "Polygon", coordinates: one.arcs.map(ring) }
      : { type: "MultiPolygon", coordinates: one.arcs.map((polygon) => polygon.map(ring)) };
    const layer = Object.values(topology.objects)[0];
    return layer.geometries.filter((one) => one.arcs).map((one) => ({ type: "Feature", id: one.id, properties: { name: String(one.id) }, geometry: shape(one) }));
  }

  // The box around the shapes, widened on every side by `margin` of its size.
  function box(shapes, margin) {
    let west = 180, south = 90, east = -180, north = -90;
    const walk = (part) => typeof part[0] === "number"
      ? ([west, east, south, north] = [Math.min(west, part[0]), Math.max(east, part[0]), Math.min(south, part[1]), Math.max(north, part[1])])
      : part.forEach(walk);
    shapes.forEach((one) => walk(one.geometry.coordinates));
    const wide = (east - west) * margin, tall = (north - south) * margin;
    return [[west - wide, north + tall], [east + wide, south - tall]];
  }

  // East to west is shorter by the cosine of the latitude; ECharts multiplies widths by this number.
  function aspectOf([[west, north], [east, south]]) {
    const scale = Math.cos(((north + south) / 2) * Math.PI / 180);
    return { scale, aspect: (east - west) * scale / (north - south) };
  }

  // True proportions in whatever frame: as wide or as tall as fits, in the middle, the legend below.
  function layout(holder, aspect) {
    const wide = holder.clientWidth - 8, tall = holder.clientHeight - LEGEND;
    const height = Math.min(tall, wide / aspect);
    return { layoutCenter: ["50%", 4 + tall / 2], layoutSize: aspect > 1 ? height * aspect : height };
  }

  async function show(holder) {
    const data = draw.data(holder, "map");
    const answer = await fetch(data.boundaries);
    if (!answer.ok) return;
    const wanted = new Set(data.focus);
    // What stands in focus is drawn last, or its neighbours would cover half of its outline.
    const shapes = features(await answer.json()).sort((one, other) => wanted.has(String(one.id)) - wanted.has(String(other.id)));
    const name = holder.dataset.map;
    echarts.registerMap(name, { type: "FeatureCollection", features: shapes });
    const known = new Map(data.areas.map((area) => [area.code, area]));
    const values = data.areas.map((area) => area.value).filter((value) => value !== null);
    const high = Math.max(...values), least = Math.min(...values), low = least < high ? least : Math.min(0, high);
    const focus = shapes.filter((one) => wanted.has(String(one.id)) || [...wanted].some((code) => String(one.id).startsWith(`${code}.`)));
    const soft = draw.token("--ink-soft"), line = draw.token("--line"), ink = draw.token("--ink");
    const bounds = box(focus.length ? focus : shapes, focus.length === 1 ? 0.7 : focus.length ? 0.12 : 0);
    const { scale, aspect } = aspectOf(bounds);
    const drawing = draw.start(holder, {
      animation: false, textStyle: { fontFamily: draw.token("--font") },
      tooltip: { ...draw.tooltip(), trigger: "item", formatter: (item) => {
        const area = known.get(item.name);
        return area ? `${area.name}\n${area.text || draw.number(area.value, data.places)} ${area.text ? "" : data.unit}` : "–";
      } },
      visualMap: { type: "continuous", min: values.length ? low : 0, max: values.length && high > low ? high : low + 1, orient: "horizontal", left: "center", bottom: 0, itemWidth: 12, itemHeight: 140, calculable: false, textStyle: { color: soft }, text: values.length ? [draw.number(high, data.places), draw.number(low, data.places)] : ["", ""], textGap: 8, inRange: { color: [draw.token("--map-low"), draw.token("--map-high")] } },
      series: [{ type: "map", map: name, roam: "move", aspectScale: scale, ...layout(holder, aspect), boundingCoords: bounds, selectedMode: false, nameProperty: "name",
        itemStyle: { areaColor: draw.token("--sunken"), borderColor: line, borderWidth: 0.4 }, label: { show: data.areas.length <= NAMED, color: ink, fontSize: 12, textBorderColor: draw.token("--surface"), textBorderWidth: 2, formatter: (item) => known.get(item.name)?.name ?? "" },
        labelLayout: { hideOverlap: true },
        emphasis: { label: { show: false }, itemStyle: { areaColor: draw.token("--focus") } },
        data: data.areas.map((area) => ({ name: area.code, value: area.value === null ? undefined : area.value, itemStyle: wanted.has(area.code) ? { borderColor: ink, borderWidth: 1.5 } : undefined })) }],
    });
    new ResizeObserver(() => drawing.setOption({ series: [layout(holder, aspect)] })).observe(holder);
    drawing.on("click", (item) => { const area = known.get(item.name); if (area && area.url) window.location.assign(area.url); });
  }

  for (const holder of document.querySelectorAll("[data-map]")) show(holder);
})();
