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

// Width and height of a drawing on paper, in pixels: A4 and Letter have 680 between the margins of the style sheet, one of a pair has half
// of them, and a chapter's words have room below a drawing.
const onPaper = (box) => {
  const [width, height] = box.closest(".pair") ? [328, 170] : box.closest(".roc") ? [470, 470] : [680, 700];
  return { width, height: Math.min(height, box.clientHeight) };
};
const redrawn = () => document.querySelectorAll(".chart:not([style*=aspect-ratio])");
const size = (box) => box.layout.font?.size ?? 12;

addEventListener("beforeprint", () => {
  for (const fold of document.querySelectorAll("details:not([open])")) {
    fold.dataset.closed = "";
    fold.open = true;
  }
  for (const box of redrawn()) {
    Plotly.relayout(box, { ...onPaper(box), "font.size": size(box) - 2 });
  }
});

addEventListener("afterprint", () => {
  for (const fold of document.querySelectorAll("details[data-closed]")) {
    delete fold.dataset.closed;
    fold.open = false;
  }
  for (const box of redrawn()) {
    Plotly.relayout(box, { width: null, height: null, autosize: true, "font.size": size(box) + 2 });
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
