import budgets from "../zip-budgets.json" with { type: "json" };

/** The most bytes that a stage's zip may have, by stage: a cold start pays for each of them. */
export const zipBudgets: Readonly<Record<string, number>> = budgets;

/** Why a zip of `bytes` may not be built, or undefined when it keeps within its budget. */
export function budgetProblem(
  stage: string,
  bytes: number,
  most: number | undefined = zipBudgets[stage],
): string | undefined {
  const file = "packages/stage-bundle/zip-budgets.json";
  if (most === undefined) return `${stage} has no budget. Add one to ${file}.`;
  if (bytes <= most) return undefined;
  return `${stage}.zip has ${bytes} bytes, ${bytes - most} more than its budget of ${most}. See in dist/${stage}.sbom.json what came in; raise the budget in ${file} only on purpose.`;
}
