/**
 * `text` with `content` between the marks of `name`, which are comments on lines of their own. Blank lines keep them
 * apart from the content, as the formatter does. @throws {Error} when the marks are missing.
 */
export function withSection(text: string, name: string, content: string): string {
  const { begin, end } = marks(name);
  const from = text.indexOf(begin);
  const to = text.indexOf(end, from);
  if (from < 0 || to < 0) throw new Error(`${begin} … ${end} is missing.`);
  return `${text.slice(0, from + begin.length)}\n\n${content}\n\n${text.slice(to)}`;
}

function marks(name: string) {
  return { begin: `<!-- ${name}: written by bench -->`, end: `<!-- end of ${name} -->` };
}
