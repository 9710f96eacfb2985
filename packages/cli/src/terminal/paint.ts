import { styleText } from "node:util";

import type { OutputStream } from "./progress-view.ts";

/** Styles of the views. */
export type PaintStyle = "bold" | "dim" | "red" | "green" | "yellow" | "cyan";

/** Gives text a style, or leaves it as it is where no colours are wanted. */
export type Paint = (style: PaintStyle, text: string) => string;

/** Paint for `stream`: none in a pipe or where NO_COLOR says so (https://no-color.org). */
export function paintFor(stream: OutputStream): Paint {
  return (style, text) => styleText(style, text, { stream });
}

/** Leaves every text as it is. */
export const noPaint: Paint = (_style, text) => text;
