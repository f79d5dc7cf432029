// What the page does beyond showing itself. Charts are drawn by plotly.js, which stands before this.
"use strict";
Plotly.setPlotConfig({ responsive: true, displayModeBar: false, displaylogo: false });

// A drawing of a fixed size, so that it scales with its box where nothing draws it again: on paper.
function scalable(id) {
  const box = document.getElementById(id);
  const fit = () => {
    for (const drawing of box.querySelectorAll(".main-svg")) {
      drawing.setAttribute("viewBox", `0 0 ${drawing.getAttribute("width")} ${drawing.getAttribute("height")}`);
    }
  };
  fit();
  box.on("plotly_afterplot", fit);
}

// Pixels that A4 and Letter have between the margins of the style sheet; one of a pair has half of them. No drawing is higher than leaves room for its words.
const sheet = 680;
const half = 328;
const low = 170;
const high = 700;
const redrawn = () => document.querySelectorAll(".chart:not([style*=aspect-ratio])");

addEventListener("beforeprint", () => {
  for (const fold of document.querySelectorAll("details:not([open])")) {
    fold.dataset.closed = "";
    fold.open = true;
  }
  for (const box of redrawn()) {
    const paired = box.closest(".pair");
    Plotly.relayout(box, { width: paired ? half : sheet, height: Math.min(box.clientHeight, paired ? low : high) });
  }
});

addEventListener("afterprint", () => {
  for (const fold of document.querySelectorAll("details[data-closed]")) {
    delete fold.dataset.closed;
    fold.open = false;
  }
  for (const box of redrawn()) {
    Plotly.relayout(box, { width: null, height: null, autosize: true });
  }
});

// A key of a legend hides and shows what it names.
addEventListener("click", (event) => {
  const key = event.target.closest(".legend button");
  if (key) {
    const shown = key.getAttribute("aria-pressed") === "true";
    key.setAttribute("aria-pressed", String(!shown));
    const traces = key.dataset.traces.split(" ").map(Number);
    Plotly.restyle(key.closest("figure").querySelector(".chart"), { visible: !shown }, traces);
  }
});
