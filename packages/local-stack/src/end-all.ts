import { errorMessage } from "@reddit-crawler/function-runtime/errors";

/**
 * Runs every one of `ends`, one after the other, whichever fail.
 * @throws what failed, once all have run; an AggregateError when it was more than one.
 */
export async function endAll(ends: readonly (() => unknown)[]): Promise<void> {
  const errors: unknown[] = [];
  for (const end of ends)
    try {
      await end();
    } catch (error) {
      errors.push(error);
    }
  if (errors.length > 1) throw new AggregateError(errors, errors.map(errorMessage).join("; "));
  if (errors.length === 1) throw errors[0];
}
