// SPDX-License-Identifier: Apache-2.0
#include "engine/report/html.hpp"

namespace fairstart::report {

// Plain black on white, one column, no frames: what matters is the words and the figures. Each colour of letters has 4.5 to 1 at
// least against its ground, each of lines that carry meaning 3 to 1.
const std::string_view style_sheet = R"css(
:root {
  --ink: #0b0c0c; --muted: #4a5358; --line: #b1b4b6; --stripe: #f3f2f1; --link: #1a5fa8; --edge: #12436d; --focus: #ffdd00;
  --good: #00612f; --bad: #a8201a; --unknown: #505a5f;
  --l0: #b9cfe2; --l1: #5c93c4; --l2: #1f64a3; --l3: #0b2f57; --l4: #7a5ba6; --l5: #8c2f5b; --l6: #a35a12; --l7: #5e5e00;
  --dot: #12436d; --possible: #cfdfec; --rail: #e1e3e4; --target: #a34b00; --comparator: #5d4594;
}
* { box-sizing: border-box; }
html { -webkit-text-size-adjust: 100%; scroll-padding-top: .5rem; }
body { margin: 0; background: #fff; color: var(--ink); font: 1.0625rem/1.5 Arial, "Liberation Sans", Helvetica, sans-serif; }
.wrap { max-width: 68rem; margin: 0 auto; padding: 0 1.5rem; }
.skip { position: absolute; left: -100rem; top: 0; padding: .6rem 1.5rem; z-index: 2; }
.skip:focus { left: 0; }
a { color: var(--link); text-underline-offset: .15em; }
a:hover { text-decoration-thickness: .18em; }
a:focus-visible { background: var(--focus); color: var(--ink); outline: 3px solid var(--ink); outline-offset: 0; }
.scroll:focus-visible { outline: 3px solid var(--ink); outline-offset: 2px; box-shadow: 0 0 0 5px var(--focus); }
header { border-top: 10px solid var(--edge); padding: 1.5rem 0 0; }
header .eyebrow { margin: 0; color: var(--muted); }
h1 { margin: .1rem 0 .4rem; font-size: clamp(1.75rem, 5vw, 2.75rem); line-height: 1.12; font-weight: 700; text-wrap: balance; }
header .publisher { margin: 0; font-size: 1.19rem; color: var(--muted); }
header dl { display: grid; grid-template-columns: repeat(auto-fit, minmax(10.5rem, 1fr)); gap: .6rem 1.5rem; margin: 1.25rem 0 0; padding: .8rem 0; border-top: 1px solid var(--line); border-bottom: 1px solid var(--line); }
header dt { color: var(--muted); font-size: .92rem; }
header dd { margin: 0; font-weight: 700; }
section { margin-top: 2.75rem; padding-top: 1.25rem; border-top: 2px solid var(--edge); }
#summary { border-top: 0; margin-top: 1.25rem; padding-top: 0; }
h2 { font-size: 1.69rem; line-height: 1.2; margin: 0 0 .4rem; font-weight: 700; }
h3 { font-size: 1.31rem; line-height: 1.25; margin: 2rem 0 .35rem; font-weight: 700; }
h4 { font-size: 1.125rem; line-height: 1.3; margin: 1.75rem 0 .3rem; font-weight: 700; }
p { margin: .4rem 0 .8rem; max-width: 44rem; }
.figures { display: grid; grid-template-columns: repeat(auto-fit, minmax(9.5rem, 1fr)); gap: 1rem 1.5rem; margin: 1rem 0 1.5rem; padding: 0; list-style: none; }
.figures .figure { display: block; font-size: 2.25rem; line-height: 1.1; font-weight: 700; font-variant-numeric: tabular-nums; }
.figures .what { display: block; color: var(--muted); font-size: .95rem; line-height: 1.35; margin-top: .15rem; }
.verdicts { display: grid; grid-template-columns: repeat(3, minmax(0, 1fr)); gap: 1.5rem; margin: 1rem 0; align-items: start; }
.verdict { border-left: 5px solid var(--unknown); padding-left: 1rem; }
.verdict.good { border-color: var(--good); } .verdict.bad { border-color: var(--bad); } .verdict.missed { border-color: var(--edge); }
.verdict h3 { margin: 0 0 .4rem; font-size: 1.25rem; }
.verdict ul { margin: 0; padding: 0; list-style: none; } .verdict li { margin: 0 0 .7rem; line-height: 1.4; overflow-wrap: break-word; }
.verdict p { margin: 0; color: var(--muted); }
.verdict strong { display: block; }
nav.wrap { margin-top: 1.75rem; } nav h2 { font-size: 1.06rem; margin: 0 0 .3rem; }
nav ul { columns: 3 13rem; list-style: none; margin: 0; padding: 0; }
nav li { padding: .12rem 0 .12rem 1.5rem; text-indent: -1.5rem; break-inside: avoid; } nav li::before { content: "—"; display: inline-block; width: 1.5rem; text-indent: 0; color: var(--muted); }
main { padding-bottom: 3rem; }
.block { margin: 1.25rem 0 2rem; }
.scroll { overflow-x: auto; margin: .8rem 0; background: linear-gradient(to right, #fff 30%, #fff0) 0 0 / 2.5rem 100% local, linear-gradient(to left, #fff 30%, #fff0) 100% 0 / 2.5rem 100% local, linear-gradient(to right, #8a9398, #fff0) 0 0 / .7rem 100%, linear-gradient(to left, #8a9398, #fff0) 100% 0 / .7rem 100%; background-repeat: no-repeat; }
table { border-collapse: separate; border-spacing: 0; width: 100%; font-size: 1rem; line-height: 1.4; }
caption { text-align: left; font-weight: 700; padding: .1rem 0 .5rem; }
.quiet { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); white-space: nowrap; }
th, td { padding: .5rem 1rem .5rem 0; border-bottom: 1px solid var(--line); text-align: left; vertical-align: top; }
th:last-child, td:last-child { padding-right: 0; }
thead th { font-weight: 700; font-size: .94rem; vertical-align: bottom; border-bottom: 2px solid var(--line); }
tbody th { font-weight: 400; }
tbody tr.total th, tbody tr.total td { font-weight: 700; }
tr.group th { font-weight: 700; padding-top: 1.1rem; }
td.n, th.n { text-align: right; font-variant-numeric: tabular-nums; white-space: nowrap; }
thead th.n { white-space: normal; }
td .share, th .share, dd .share { display: block; color: var(--muted); font-size: .88rem; font-weight: 400; }
td.chart, th.chart { min-width: 10.5rem; width: 32%; vertical-align: middle; padding-top: .3rem; padding-bottom: .3rem; }
th.wide { min-width: 15rem; width: 32%; }
.offer-title { font-weight: 700; }
.note { color: var(--muted); font-size: .94rem; font-weight: 400; line-height: 1.4; margin: .3rem 0 0; max-width: 50rem; }
.hidden-cell { color: var(--muted); font-style: italic; font-weight: 400; }
.badge { font-weight: 700; white-space: nowrap; } .badge.good { color: var(--good); } .badge.bad { color: var(--bad); } .badge.later { color: var(--muted); font-weight: 400; }
.chip { color: var(--muted); white-space: nowrap; }
.legend { display: flex; flex-wrap: wrap; gap: .3rem 1.25rem; list-style: none; padding: 0; margin: .5rem 0 .8rem; font-size: .94rem; }
.legend li { display: flex; gap: .4rem; align-items: center; } .legend svg { flex: none; }
ul.plain { padding-left: 1.25rem; margin: .5rem 0 .8rem; max-width: 50rem; } ul.plain li { margin: .3rem 0; }
dl.levels { display: grid; grid-template-columns: minmax(8rem, max-content) minmax(0, 1fr); gap: .4rem 1.5rem; margin: .6rem 0 1rem; }
dl.levels dt { font-weight: 700; } dl.levels dd { margin: 0; }
.inset { border-left: 5px solid var(--line); padding: .2rem 0 .2rem 1rem; margin: 1rem 0; max-width: 44rem; } .inset p { margin: .2rem 0; }
code { font-family: ui-monospace, "Liberation Mono", Consolas, monospace; font-size: .88em; overflow-wrap: anywhere; }
svg { display: block; }
svg text { fill: var(--muted); font-size: 13px; font-family: inherit; }
.l0 { fill: var(--l0); } .l1 { fill: var(--l1); } .l2 { fill: var(--l2); } .l3 { fill: var(--l3); }
.l4 { fill: var(--l4); } .l5 { fill: var(--l5); } .l6 { fill: var(--l6); } .l7 { fill: var(--l7); }
.done { fill: #0b2f57; } .open { fill: #3d7ebf; } .missed { fill: #a8201a; } .waiting { fill: #c3c8cb; }
.ask, .amount, .saved { fill: var(--l2); } .spent { fill: var(--target); } .unsure { fill: #d9a441; } .veil { fill: #fff; }
.bar .veil { stroke: var(--unknown); stroke-width: 1; stroke-dasharray: 3 3; }
.bar rect:not(.veil) { stroke: #fff; stroke-width: 1.5; }
.rail { stroke: var(--rail); stroke-width: 1; }
.possible { fill: var(--possible); }
.interval { stroke: var(--dot); stroke-width: 2; }
.dot { fill: var(--dot); stroke: #fff; stroke-width: 1; }
.target { stroke: var(--target); stroke-width: 2; stroke-dasharray: 5 3; }
.comparator { stroke: var(--comparator); stroke-width: 2.5; }
.course { stroke: var(--dot); stroke-width: 2; } .mean { stroke: var(--ink); stroke-width: 1.25; }
.anew { stroke: var(--ink); stroke-width: 1.5; stroke-dasharray: 7 3; }
.limit { stroke: var(--unknown); stroke-width: 1.25; stroke-dasharray: 2 3; } .within { fill: #eef3f7; }
.improvement { fill: #fff; stroke: var(--good); stroke-width: 2.5; } .concern { fill: var(--bad); stroke: #fff; stroke-width: 1; }
.special { fill: var(--comparator); stroke: #fff; stroke-width: 1; }
svg.control { max-width: 50rem; overflow: visible; margin: .8rem 0 .3rem; }
footer { border-top: 1px solid var(--line); background: var(--stripe); color: var(--muted); padding: 1.25rem 0 2rem; font-size: .94rem; }
@media (max-width: 48rem) { .verdicts { grid-template-columns: 1fr; gap: 1.25rem; } }
@media (max-width: 40rem) {
  body { font-size: 1rem; } .wrap { padding: 0 1rem; }
  .figures { grid-template-columns: repeat(2, minmax(0, 1fr)); } .figures .figure { font-size: 1.75rem; }
  dl.levels { grid-template-columns: 1fr; gap: 0; } dl.levels dd { margin-bottom: .6rem; }
  table { font-size: .94rem; } th, td { padding-right: .75rem; }
  caption span { display: inline-block; position: sticky; left: 0; max-width: calc(100vw - 2rem); } th.wide { min-width: 12rem; }
  .scroll tbody th:first-child { position: sticky; left: 0; background: #fff; max-width: 9.5rem; overflow-wrap: break-word; }
  th.wide, .scroll tbody th.wide:first-child { position: static; max-width: none; }
}
@media (forced-colors: active) { svg { forced-color-adjust: none; background: #fff; } }
@page { size: A4; margin: 15mm; }
@media print {
  body { font-size: 10pt; line-height: 1.35; } .wrap { max-width: none; padding: 0; } .skip, nav { display: none; }
  a { color: inherit; text-decoration: none; }
  h1 { font-size: 22pt; } h2 { font-size: 15pt; } h3 { font-size: 12.5pt; } h4 { font-size: 11pt; }
  table { font-size: 8.75pt; } th, td { padding: .26rem .45rem .26rem 0; } .hidden-cell { font-size: 8pt; } th.wide { min-width: 0; width: 34%; }
  thead th, header dt { font-size: 8.75pt; } header .publisher { font-size: 11pt; } .figures .what, .verdict, .verdict p { font-size: 8.75pt; } .verdict h3 { font-size: 12pt; }
  .verdict li { margin-bottom: .35rem; line-height: 1.3; } .figures { margin: .5rem 0 .8rem; }
  td.chart, th.chart { min-width: 0; width: 26%; } td.n, th.n { white-space: normal; }
  .scroll { overflow: visible; } .note, .legend, td .share, th .share { font-size: 8.5pt; }
  header dl { grid-template-columns: repeat(5, auto); } .figures { grid-template-columns: repeat(6, 1fr); gap: .5rem 1rem; } .figures .figure { font-size: 18pt; }
  .verdicts { grid-template-columns: repeat(3, minmax(0, 1fr)); gap: 1rem; }
  section { margin-top: 1.2rem; padding-top: .7rem; } .block { margin: .7rem 0 1rem; }
  tr, li, svg, dl.levels > *, .verdict { break-inside: avoid; } thead { display: table-header-group; }
  h2, h2 + p, h3, h3 + p, h4, h4 + .note, caption, thead, tr.group { break-after: avoid; } tbody tr:first-child { break-before: avoid; } p { orphans: 3; widows: 3; }
  * { print-color-adjust: exact; -webkit-print-color-adjust: exact; }
  footer { background: none; padding: .6rem 0 0; }
}
)css";

}  // namespace fairstart::report
