// SPDX-License-Identifier: Apache-2.0
#include "engine/report/html.hpp"

namespace fairstart::report {

const std::string_view style_sheet = R"css(
:root {
  color-scheme: light dark;
  --ink: #17222c; --muted: #4d5b68; --line: #d3dbe2; --page: #f3f5f7; --card: #ffffff; --band: #0b3f52; --on-band: #ffffff;
  --on-band-muted: #cfe3ea; --link: #00566e; --focus: #b35c00; --stripe: #f7f9fa; --good: #1b6e46; --bad: #a8321c;
  --good-bg: #e3f3ea; --bad-bg: #fbe9e5;
  --l0: #c5d3dc; --l1: #79b4cb; --l2: #2b7f9e; --l3: #0d4a66; --l4: #5b4a8a; --l5: #8c2f5b; --l6: #b5651d; --l7: #6b6b00;
  --open: #2b7f9e; --waiting: #b9c6d0; --missed: #b8442c; --done: #2f7d58; --ask: #b36b00; --unsure: #d9a441;
  --dot: #0b3f52; --possible: #cfe0e8; --rail: #e3e9ed; --target: #b35c00; --comparator: #6c5a9c;
}
@media (prefers-color-scheme: dark) {
  :root {
    --ink: #e8eef2; --muted: #a9b7c2; --line: #34424e; --page: #10171d; --card: #18222a; --band: #0a2a37; --on-band: #f3f8fa;
    --on-band-muted: #b5cdd7; --link: #7cc7e0; --focus: #ffb454; --stripe: #1c2831; --good: #7fd3a6; --bad: #ff9c86;
    --good-bg: #173527; --bad-bg: #3d1f19;
    --l0: #485966; --l1: #2f7795; --l2: #59b1cf; --l3: #b4e0ee; --l4: #a292d6; --l5: #e08db4; --l6: #e0a163; --l7: #c9c95a;
    --open: #59b1cf; --waiting: #485966; --missed: #e0735b; --done: #58b58a; --ask: #e0a04a; --unsure: #d9a441;
    --dot: #b4e0ee; --possible: #2a4756; --rail: #2a3742; --target: #ffb454; --comparator: #b8a8ea;
  }
}
* { box-sizing: border-box; }
html { -webkit-text-size-adjust: 100%; scroll-behavior: smooth; }
body { margin: 0; background: var(--page); color: var(--ink); font: 1rem/1.55 system-ui, -apple-system, "Segoe UI", Roboto, "Helvetica Neue", Arial, sans-serif; }
.wrap { max-width: 76rem; margin: 0 auto; padding: 0 1.25rem; }
.skip { position: absolute; left: -100rem; top: 0; background: var(--card); color: var(--link); padding: .75rem 1rem; z-index: 2; }
.skip:focus { left: 0; }
a { color: var(--link); }
:focus-visible { outline: 3px solid var(--focus); outline-offset: 2px; border-radius: 2px; }
header { background: var(--band); color: var(--on-band); padding: 2.25rem 0 2rem; }
header .eyebrow { margin: 0; color: var(--on-band-muted); font-size: .95rem; }
h1 { margin: .2rem 0 .3rem; font-size: clamp(1.6rem, 4vw, 2.4rem); line-height: 1.2; font-weight: 650; text-wrap: balance; }
header .publisher { margin: 0 0 1.25rem; color: var(--on-band-muted); }
header dl { display: flex; flex-wrap: wrap; gap: .75rem 2.25rem; margin: 0; }
header dt { color: var(--on-band-muted); font-size: .82rem; }
header dd { margin: 0; font-weight: 600; }
nav { background: var(--card); border-bottom: 1px solid var(--line); }
nav ul { display: flex; flex-wrap: wrap; gap: .15rem 1.5rem; list-style: none; margin: 0 auto; padding-top: .65rem; padding-bottom: .65rem; }
nav a { text-decoration: none; display: inline-block; padding: .2rem 0; }
nav a:hover { text-decoration: underline; }
main { padding-bottom: 3rem !important; }
section { margin-top: 2.25rem; }
h2 { font-size: 1.45rem; line-height: 1.25; margin: 0 0 .35rem; font-weight: 650; }
h3 { font-size: 1.12rem; margin: 1.75rem 0 .3rem; font-weight: 650; }
section > p:first-of-type, .lead { max-width: 46rem; margin-top: 0; color: var(--muted); }
.panel { background: var(--card); border: 1px solid var(--line); border-radius: 8px; padding: 1.1rem 1.25rem; margin: .9rem 0; }
.panel h3:first-child { margin-top: 0; }
.cards { display: grid; grid-template-columns: repeat(auto-fit, minmax(11.5rem, 1fr)); gap: .85rem; margin: .9rem 0; padding: 0; list-style: none; }
.cards li { background: var(--card); border: 1px solid var(--line); border-radius: 8px; padding: .9rem 1rem; }
.cards .figure { display: block; font-size: 1.9rem; line-height: 1.15; font-weight: 650; font-variant-numeric: tabular-nums; }
.cards .what { display: block; color: var(--muted); font-size: .92rem; margin-top: .25rem; }
.scroll { overflow-x: auto; margin: .6rem -.25rem; padding: 0 .25rem; }
table { border-collapse: collapse; width: 100%; font-size: .95rem; }
caption { text-align: left; font-weight: 600; padding: .1rem 0 .5rem; }
.quiet { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); white-space: nowrap; }
table.offers td.chart, table.offers th.chart { width: 20%; min-width: 9rem; }
th, td { padding: .45rem .7rem; border-bottom: 1px solid var(--line); text-align: left; vertical-align: top; }
th:first-child, td:first-child { padding-left: .25rem; }
thead th { font-size: .84rem; font-weight: 600; color: var(--muted); vertical-align: bottom; border-bottom-width: 2px; }
tbody th { font-weight: 500; }
tbody tr.total th, tbody tr.total td { font-weight: 650; border-top: 2px solid var(--line); }
tbody tr.total + tr.group th { border-top: 0; }
tr.group th { background: var(--stripe); font-size: .86rem; font-weight: 650; color: var(--muted); padding: .4rem .6rem; }
td.n, th.n { text-align: right; font-variant-numeric: tabular-nums; white-space: nowrap; }
td .share { display: block; color: var(--muted); font-size: .84rem; font-weight: 400; }
td.chart, th.chart { min-width: 12rem; width: 34%; vertical-align: middle; }
td.wide { min-width: 16rem; width: 30%; }
.offer-title { font-weight: 650; }
.note { color: var(--muted); font-size: .88rem; margin: .3rem 0 0; max-width: 52rem; }
.hidden-cell { color: var(--muted); font-style: italic; font-size: .88em; }
.badge { display: inline-block; border-radius: 4px; padding: .05rem .5rem; font-size: .86rem; font-weight: 600; white-space: nowrap; }
.badge.good { color: var(--good); background: var(--good-bg); }
.badge.bad { color: var(--bad); background: var(--bad-bg); }
.chip { display: inline-block; border: 1px solid var(--line); border-radius: 1rem; padding: 0 .6rem; font-size: .84rem; white-space: nowrap; }
.legend { display: flex; flex-wrap: wrap; gap: .3rem 1.1rem; list-style: none; padding: 0; margin: .5rem 0; font-size: .88rem; color: var(--muted); }
.legend svg { vertical-align: -2px; }
ul.plain { padding-left: 1.15rem; margin: .5rem 0; max-width: 60rem; }
ul.plain li { margin: .25rem 0; }
dl.levels { display: grid; grid-template-columns: max-content 1fr; gap: .35rem 1.1rem; margin: .6rem 0 0; font-size: .93rem; }
dl.levels dt { font-weight: 600; } dl.levels dd { margin: 0; color: var(--muted); }
code { font-family: ui-monospace, "Cascadia Mono", Consolas, monospace; font-size: .85em; overflow-wrap: anywhere; }
svg { display: block; } .legend svg { display: inline-block; }
svg text { fill: var(--muted); font-size: 11px; font-family: inherit; }
.l0 { fill: var(--l0); } .l1 { fill: var(--l1); } .l2 { fill: var(--l2); } .l3 { fill: var(--l3); }
.l4 { fill: var(--l4); } .l5 { fill: var(--l5); } .l6 { fill: var(--l6); } .l7 { fill: var(--l7); }
.open { fill: var(--open); } .waiting { fill: var(--waiting); } .missed { fill: var(--missed); } .done { fill: var(--done); }
.ask { fill: var(--ask); } .unsure { fill: var(--unsure); }
.veil { fill: transparent; }
.bar .veil { stroke: var(--muted); stroke-width: 1; stroke-dasharray: 3 3; }
.bar rect:not(.veil) { stroke: var(--card); stroke-width: 1.5; }
.rail { stroke: var(--rail); stroke-width: 1; }
.possible { fill: var(--possible); }
.interval { stroke: var(--dot); stroke-width: 1.75; }
.dot { fill: var(--dot); stroke: var(--card); stroke-width: 1.5; }
.target { stroke: var(--target); stroke-width: 2; stroke-dasharray: 4 3; }
.comparator { stroke: var(--comparator); stroke-width: 2; }
footer { border-top: 1px solid var(--line); color: var(--muted); font-size: .9rem; padding: 1.25rem 0 2.5rem; }
@media (max-width: 40rem) {
  .wrap { padding: 0 .9rem; } .panel { padding: .9rem; }
  .cards { grid-template-columns: repeat(2, minmax(0, 1fr)); } .cards .figure { font-size: 1.55rem; }
  dl.levels { grid-template-columns: 1fr; gap: 0; } dl.levels dd { margin-bottom: .5rem; }
  th, td { padding: .4rem .5rem; }
}
@media print {
  :root { --page: #fff; --card: #fff; --band: #fff; --on-band: #000; --on-band-muted: #333; --ink: #000; --muted: #333; }
  body { font-size: 10pt; } .skip, nav { display: none; } header { padding: 0 0 1rem; border-bottom: 2px solid #000; }
  .scroll { overflow: visible; } .panel, .cards li { break-inside: avoid; border-color: #999; } tr { break-inside: avoid; }
  thead { display: table-header-group; } h2, h3, caption { break-after: avoid; }
  svg rect, svg line, svg circle { print-color-adjust: exact; -webkit-print-color-adjust: exact; }
}
@media (prefers-reduced-motion: reduce) { html { scroll-behavior: auto; } }
)css";

}  // namespace fairstart::report
