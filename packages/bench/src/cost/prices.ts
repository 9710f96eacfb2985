/** Dollars by list price of us-east-1, without free tier; Lambda on arm64. */
export const prices = {
  gbSecond: 0.000_013_333_4,
  invocation: 0.2e-6,
  apiRequest: 1e-6,
  logKb: 0.5e-6,
  storedGbMonth: 0.023,
};

/** By the beginning of a request's name. An Invoke costs what its invocation costs. */
const requestPrices: readonly (readonly [begin: string, dollars: number])[] = [
  ["S3 GET", 0.4e-6],
  ["S3 HEAD", 0.4e-6],
  ["S3 PUT", 5e-6],
  ["S3 POST", 5e-6],
  ["S3 LIST", 5e-6],
  ["S3 DELETE", 0],
  ["SQS ", 0.4e-6],
  ["SNS ", 0.5e-6],
  ["SecretsManager ", 5e-6],
  ["Lambda Invoke", 0],
];

/** What one request costs, such as `S3 PUT`. @throws {Error} for one whose price nobody wrote down. */
export function priceOfRequest(name: string): number {
  const found = requestPrices.find(([begin]) => name.startsWith(begin));
  if (!found) throw new Error(`${name} has no price in packages/bench/src/cost/prices.ts.`);
  return found[1];
}
