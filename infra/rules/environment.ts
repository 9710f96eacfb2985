import { configSchema as apiEndpoint } from "@reddit-crawler/api-endpoint/config";
import { configSchema as articleLoader } from "@reddit-crawler/article-loader/config";
import { configSchema as balancer } from "@reddit-crawler/balancer/config";
import { parseConfig as parseDownloadWorker } from "@reddit-crawler/download-worker/config";

import { at } from "@reddit-crawler/local-stack/template/template-parts";

import { failing, type Rule } from "./rule.ts";

type Environment = Readonly<Record<string, string | undefined>>;

/** How each function reads its environment; what comes of it does not matter here. */
const readers: Readonly<Record<string, (env: Environment) => unknown>> = {
  ApiEndpointFunction: (env) => apiEndpoint.safeParse(env),
  ArticleLoaderFunction: (env) => articleLoader.safeParse(env),
  BalancerFunction: (env) => balancer.safeParse(env),
  DownloadWorkerFunction: (env) => parseDownloadWorker(env),
};

/** Every function may have these, and does without. */
const platformVariables = new Set([
  "AWS_LAMBDA_FUNCTION_NAME",
  "AWS_LAMBDA_MAX_CONCURRENCY",
  "AWS_ENDPOINT_URL",
  "HTTPS_PROXY",
  "HTTP_PROXY",
  "NO_PROXY",
]);

/** Each function is given the variables that it reads, and no others. */
export const environmentsFit: Rule = ({ Resources }) =>
  Object.entries(readers).flatMap(([id, read]) => {
    const given = Object.keys(Object(at(Resources, `${id}.Properties.Environment.Variables`)));
    const wanted = variablesReadBy(read);
    const missing = wanted.filter((name) => !platformVariables.has(name) && !given.includes(name));
    const unread = given.filter((name) => !wanted.includes(name));
    return failing(
      [missing.length === 0, `${id} is not given ${missing.join(", ")}`],
      [unread.length === 0, `${id} does not read ${unread.join(", ")}`],
    );
  });

/** The names that `read` looks up in an environment which holds a value for none of them. */
function variablesReadBy(read: (env: Environment) => unknown): string[] {
  const names = new Set<string>();
  const note = (name: string | symbol) => {
    if (typeof name === "string") names.add(name);
  };
  try {
    read(
      new Proxy<Environment>(
        {},
        {
          get: (_, name) => note(name),
          has: (_, name) => {
            note(name);
            return false;
          },
        },
      ),
    );
  } catch {
    // A reader may throw that everything is missing; by then it has looked for everything.
  }
  return [...names];
}
