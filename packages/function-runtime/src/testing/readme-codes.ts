/** The codes in the first column of the tables under "When it fails" in a README, sorted. */
export function codesInReadme(readme: string): string[] {
  const [, section = ""] = /^## When it fails\n(.*?)(?=^## |(?![^]))/ms.exec(readme) ?? [];
  const cells = section.split("\n").map((line) => /^\|([^|]*)\|/.exec(line)?.[1] ?? "");
  const codes = cells.flatMap((cell) =>
    Array.from(cell.matchAll(/`([^`]+)`/g), ([, code = ""]) => code),
  );
  return [...new Set(codes)].toSorted();
}
