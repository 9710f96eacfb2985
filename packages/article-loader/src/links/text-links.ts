/** `](destination` and `src="…"`, `href="…"`, and addresses that stand by themselves. Every branch is linear in the text. */
const markdownLink = /\]\(\s*<?((?:[^()\s\\<>]|\\.|\([^()\s]*\))+)|(https?:\/\/[^\s<>"[\]|`]+)/gi;
const htmlLink = /\s(?:href|src)="([^"]+)"/gi;

/** The destinations of all links and inline pictures in a post's markdown, in order, without markdown's escapes. */
export function linksInMarkdown(markdown: string): string[] {
  // Most texts have none, and need no search for either form.
  if (!markdown.includes("](") && !markdown.includes("://")) return [];
  return Array.from(markdown.matchAll(markdownLink), ([, destination, bare]) =>
    unescapeMarkdown(destination ?? trimSentence(bare ?? "")),
  );
}

/** The destinations of all links and inline pictures in a post's rendered text, in order. */
export function linksInHtml(html: string): string[] {
  return Array.from(html.matchAll(htmlLink), ([, destination]) =>
    (destination ?? "").replaceAll("&amp;", "&"),
  );
}

/** Markdown's backslash escapes of punctuation (https://spec.commonmark.org/0.31.2/#backslash-escapes). */
function unescapeMarkdown(text: string): string {
  return text.replaceAll(/\\([!-/:-@[-`{-~])/g, "$1");
}

/** Drops what belongs to the sentence around a bare address: punctuation, emphasis, a bracket that it does not open. */
function trimSentence(link: string): string {
  let unopened = link.split(")").length - link.split("(").length;
  let end = link.length;
  for (; end > 0; end--) {
    const last = link.charAt(end - 1);
    if (last === ")" && unopened-- <= 0) break;
    if (!/[)\\.,;:!?'"*_~]/.test(last)) break;
  }
  return link.slice(0, end);
}
