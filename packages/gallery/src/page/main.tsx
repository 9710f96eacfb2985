import "./style/index.css";

import { render } from "preact";

import { App } from "./app.tsx";
import { embeddedSource, liveSource } from "./state/gallery-source.ts";

const root = document.getElementById("gallery");
const embedded = document.getElementById("gallery-data")?.textContent;
if (root) render(<App source={embedded ? embeddedSource(embedded) : liveSource()} />, root);
