// SPDX-License-Identifier: Apache-2.0
#include "host/report/style.hpp"

#include "host/charts/page.hpp"

namespace gapmc {
namespace {

constexpr char const* rules = R"css(
*{box-sizing:border-box}
html{-webkit-text-size-adjust:100%}
body{margin:0;background:var(--paper);color:var(--ink);font:16px/1.55 system-ui,"Helvetica Neue",Arial,"Liberation Sans",sans-serif}
header,main,nav,footer{max-width:864px;margin:0 auto;padding:0 16px}
h1{font-size:1.75rem;line-height:1.25;margin:2rem 0 .5rem}
h2{font-size:1.35rem;margin:2.5rem 0 .75rem;padding-top:.75rem;border-top:1px solid var(--grid)}
h3{font-size:1.05rem;margin:1.75rem 0 .5rem}
p,li,dd,figcaption{color:var(--text)}
.about,figcaption,.note,caption{font-size:.9rem}
.lead{font-size:1.2rem;line-height:1.5;color:var(--ink)}
strong,dt,th{color:var(--ink)}
a{color:var(--link)}
a:focus-visible,.scroll:focus-visible{outline:3px solid var(--link);outline-offset:2px}
nav ul{list-style:none;display:flex;flex-wrap:wrap;gap:.25rem 1.25rem;padding:0;margin:1rem 0}
figure{margin:1.5rem 0 2rem}
.chart svg{display:block;width:100%;height:auto}
.narrow{display:none}
code{font-family:ui-monospace,"DejaVu Sans Mono","Liberation Mono",monospace;font-size:.9em;overflow-wrap:anywhere}
.scroll{overflow-x:auto;margin:1rem 0}
table{border-collapse:collapse;font-variant-numeric:tabular-nums;min-width:100%}
caption{max-width:min(832px,calc(100vw - 32px));text-align:left;padding:.25rem 0;font-weight:600;color:var(--ink)}
th,td{padding:.3rem .6rem;text-align:right;border-bottom:1px solid var(--grid);vertical-align:top;white-space:nowrap;font-size:.9rem}
th:first-child,td:first-child{text-align:left;padding-left:0}
.inputs td,.inputs th{text-align:left}
.inputs th[scope=row]{font-weight:400;white-space:normal;min-width:9rem}
.inputs thead th{white-space:normal}td.words{white-space:normal;min-width:16rem;width:52%;overflow-wrap:anywhere}
.tag{font-size:.8rem;border:1px solid var(--axis);border-radius:3px;padding:0 .3em;margin-right:.3em;color:var(--text)}
dl{display:grid;grid-template-columns:max-content 1fr;gap:.25rem 1rem}
dd{margin:0;min-width:0;overflow-wrap:anywhere}
footer{padding:2rem 16px;font-size:.9rem;color:var(--text)}
@media (max-width:599px){.wide{display:none}.narrow{display:block}h1{font-size:1.4rem}.lead{font-size:1.1rem}dl{grid-template-columns:1fr}dd{margin-bottom:.5rem}}
@media print{@page{size:A4;margin:16mm}body{font-size:10.5pt}nav{display:none}.wide{display:block}.narrow{display:none}header,main,footer{max-width:none;padding:0}figure,tr,li{break-inside:avoid}h2,h3,caption{break-after:avoid}.scroll{overflow:visible}table{min-width:0;width:100%}th,td{font-size:7pt;padding:1pt 2pt;white-space:normal}td.words,.inputs th[scope=row]{min-width:0;overflow-wrap:anywhere}caption{max-width:none}.inputs .note,.inputs .tag{font-size:7pt}a{color:inherit;text-decoration:none}}
)css";

}  // namespace

std::string report_style() {
    std::string const light = page_colour_rules(false) + "--link:#0b5a8a;color-scheme:light;";
    std::string const dark = page_colour_rules(true) + "--link:#7cc4f2;color-scheme:dark;";
    return "\n:root{" + light + "}\n@media (prefers-color-scheme:dark){:root{" + dark +
           "}}\n@media print{:root{" + light + "}}" + rules;
}

}  // namespace gapmc
