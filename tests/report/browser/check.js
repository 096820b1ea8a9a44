// SPDX-License-Identifier: Apache-2.0
// Looks at a report in frames of several widths, and writes what it finds into the page as JSON. Run by `check`, in a headless
// browser, with the report in `report` (its HTML) and, where axe-core is at hand, its text in `axe_source`.
const widths = [["phone", 375, "screen"], ["tablet", 768, "screen"], ["desktop", 1280, "screen"], ["paper", 680, "print"]];
const findings = [];

function inside_scroller(element) {
  return element.closest(".scroll, .quiet") !== null;
}

function look(kind, media, view) {
  const page = view.document, root = page.documentElement, width = root.clientWidth;
  const say = (what, where) => findings.push(`${kind}: ${what}${where ? ": " + where : ""}`);
  const name = element => `${element.tagName.toLowerCase()} "${(element.textContent || "").trim().slice(0, 40)}"`;
  if (root.scrollWidth > width) say(`the page is ${root.scrollWidth} wide and the window ${width}`);
  for (const element of page.querySelectorAll("body *")) {
    if (element.closest("svg") !== null && element.tagName !== "svg") continue;
    const box = element.getBoundingClientRect();
    if (box.width === 0 || box.height === 0 || element.classList.contains("skip")) continue;
    const apart = media === "screen" && inside_scroller(element);
    if (!apart && !element.closest(".quiet") && (box.right > width + 1 || box.left < -1)) say("runs off the page", name(element));
    if (!element.closest(".quiet") && element.scrollWidth > element.clientWidth + 1 && element.clientWidth > 0 &&
        !element.classList.contains("scroll") && getComputedStyle(element).display === "block")
      if (!apart) say("its content is wider than it is", name(element));
  }
  // Blocks that stand under one another must not lie over one another.
  for (const parent of page.querySelectorAll("body, main, main > div, section, .block, .verdicts, .figures, nav ul, header .wrap")) {
    const boxes = [...parent.children].map(child => [child, child.getBoundingClientRect()])
      .filter(([child, box]) => box.width > 1 && box.height > 1 && !child.classList.contains("skip") && !child.classList.contains("quiet"));
    for (let i = 0; i < boxes.length; ++i) {
      for (let j = i + 1; j < boxes.length; ++j) {
        const [a, b] = [boxes[i][1], boxes[j][1]];
        if (Math.min(a.right, b.right) - Math.max(a.left, b.left) > 1 && Math.min(a.bottom, b.bottom) - Math.max(a.top, b.top) > 1)
          say("lies over another", `${name(boxes[i][0])} and ${name(boxes[j][0])}`);
      }
    }
  }
  for (const svg of page.querySelectorAll("svg.control")) {
    const labels = [...svg.querySelectorAll(":scope > text")].map(text => text.getBoundingClientRect());
    labels.forEach((a, i) => labels.slice(i + 1).forEach(b => {
      if (Math.min(a.right, b.right) - Math.max(a.left, b.left) > 1 && Math.min(a.bottom, b.bottom) - Math.max(a.top, b.top) > 1)
        say("letters of a chart lie over one another", svg.querySelector("title").textContent);
    }));
  }
  if (kind === "desktop") {
    const levels = [...page.querySelectorAll("h1, h2, h3, h4, h5")].map(heading => Number(heading.tagName[1]));
    levels.forEach((level, i) => { if (i > 0 && level > levels[i - 1] + 1) say(`a heading of level ${level} follows one of ${levels[i - 1]}`); });
    const ids = [...page.querySelectorAll("[id]")].map(element => element.id);
    ids.filter((id, i) => ids.indexOf(id) !== i).forEach(id => say("an id stands twice", id));
    for (const link of page.querySelectorAll("a[href^='#']"))
      if (page.getElementById(link.getAttribute("href").slice(1)) === null) say("a link leads nowhere", link.textContent);
    if (/\b(nan|inf|undefined|null)\b/i.test(page.body.innerText)) say("says", page.body.innerText.match(/.{0,30}\b(nan|inf|undefined|null)\b.{0,20}/i)[0]);
  }
}

async function check() {
  for (const [kind, width, media] of widths) {
    const frame = document.createElement("iframe");
    frame.scrolling = "no";  // telephones lay theirs over the page
    frame.style.cssText = `width:${width}px;height:1000px;border:0`;
    // A browser prints in its own time: the rules for paper are put in force at the width of a page of A4 instead.
    frame.srcdoc = media === "print" ? report.replaceAll("@media print", "@media all") : report;
    await new Promise(done => { frame.onload = done; document.body.append(frame); });
    look(kind, media, frame.contentWindow);
    if (axe_source !== "" && media === "screen") {
      frame.contentWindow.eval(axe_source);
      const told = await frame.contentWindow.axe.run(frame.contentDocument, {resultTypes: ["violations", "incomplete"]});
      for (const violation of told.violations)
        findings.push(`${kind}: axe ${violation.id} (${violation.impact}): ${violation.help}: ${violation.nodes.length} × ${violation.nodes[0].html.slice(0, 120)}`);
      findings.push(`note: ${kind}: axe ${frame.contentWindow.axe.version}: ${told.passes.length} rules passed, ${told.violations.length} violations, ` +
                    `${told.incomplete.length} that it can't tell (${told.incomplete.map(each => each.id).join(", ")})`);
    }
    frame.remove();
  }
  document.getElementById("findings").textContent = "BEGIN" + JSON.stringify(findings) + "END";
}
window.addEventListener("error", event => { document.getElementById("findings").textContent = "BEGIN" + JSON.stringify(["script: " + event.message]) + "END"; });
check().catch(error => { document.getElementById("findings").textContent = "BEGIN" + JSON.stringify(["script: " + error]) + "END"; });
