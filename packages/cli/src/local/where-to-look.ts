import { basename } from "node:path";

/** Tells where the page that shows a folder is, and why where it does not have the usual name. */
export function whereToLook(page: string): string {
  const words = `Look at them in a browser: ${page}`;
  return basename(page) === "index.html"
    ? words
    : `${words} (the index.html there is somebody else's and stays as it is)`;
}
