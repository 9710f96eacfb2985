/**
 * Stands in for `node:fs/promises` where the SDK looks for `~/.aws/config`, which no Lambda function has: the SDK takes
 * the error for an absent file. The original loads nine of Node's modules, and each client's first call would wait for
 * two files.
 */
export async function readFile(path: string): Promise<never> {
  throw new Error(`${path} is not read in a Lambda function.`);
}
