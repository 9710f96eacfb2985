import type { Consequence, PolicyRow } from "../failure-policy.ts";

/** A stage's failure policy as the lines of its README's table, with single spaces. */
export function policyTable<From extends string, Verdict extends string>(
  policy: readonly PolicyRow<From, Verdict>[],
  consequences: Readonly<Record<Verdict, Consequence>>,
): string[] {
  return policy.map(({ from, when, codes = [], verdict }) => {
    const { class: kind, message, record } = consequences[verdict];
    const what =
      codes.length === 0 ? when : `${when}: ${codes.map((code) => `\`${code}\``).join(", ")}`;
    return `| ${from} | ${what} | ${kind} | ${message} | ${record} |`;
  });
}

/** The lines of the first table under "When it fails" in a README, without its head, with single spaces. */
export function tableInReadme(readme: string): string[] {
  const lines = readme.split("\n").map((line) => line.replaceAll(/\s+/g, " ").trim());
  const section = lines.slice(lines.indexOf("## When it fails"));
  const rows = section.slice(section.findIndex((line) => line.startsWith("| ")) + 2);
  return rows.slice(
    0,
    rows.findIndex((line) => !line.startsWith("| ")),
  );
}
