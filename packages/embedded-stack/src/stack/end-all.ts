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
  if (errors.length > 1) throw new AggregateError(errors, errors.map(messageOf).join("; "));
  if (errors.length === 1) throw errors[0];
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
