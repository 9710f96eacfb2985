import axe from "axe-core";
import type { Page } from "playwright-core";

/**
 * What axe-core finds wrong with the page as it is now, each as `rule: element`; only what it calls serious or critical.
 * The page's context must bypass its Content-Security-Policy: axe itself makes markup out of text.
 */
export async function seriousViolations(page: Page): Promise<string[]> {
  await page.evaluate(axe.source);
  const { violations } = await page.evaluate<axe.AxeResults>("axe.run(document)");
  return violations
    .filter(({ impact }) => impact === "serious" || impact === "critical")
    .map(({ id, nodes }) => `${id}: ${nodes[0]?.html.slice(0, 200)}`);
}
