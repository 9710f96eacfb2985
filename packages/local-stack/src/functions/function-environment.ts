import type { LambdaFunctionProperties } from "../resources/lambda.ts";

/** The way out to the internet, which the machine decides and not the template. */
const networkVariables = [
  "HTTPS_PROXY",
  "HTTP_PROXY",
  "NO_PROXY",
  "https_proxy",
  "http_proxy",
  "no_proxy",
  "NODE_EXTRA_CA_CERTS",
];

/** The network variables that are set in `machine`. */
export function networkEnvironment(
  machine: Readonly<Record<string, string | undefined>>,
): Record<string, string> {
  return Object.fromEntries(
    networkVariables.flatMap((name) => {
      const value = machine[name];
      return value === undefined ? [] : [[name, value]];
    }),
  );
}

/**
 * The whole environment of a function: what Lambda sets, where AWS is, the machine's way out, and the template's
 * variables, which win (https://docs.aws.amazon.com/lambda/latest/dg/configuration-envvars.html).
 */
export function functionEnvironment(options: {
  name: string;
  folder: string;
  properties: LambdaFunctionProperties;
  /** How many events its process takes at a time. */
  places: number;
  region: string;
  endpointUrl: string;
  credentials: { accessKeyId: string; secretAccessKey: string };
  network: Readonly<Record<string, string>>;
  path: string;
}): Record<string, string> {
  const { name, folder, properties, region, credentials } = options;
  return {
    ...options.network,
    ...properties.Environment?.Variables,
    AWS_ENDPOINT_URL: options.endpointUrl,
    AWS_REGION: region,
    AWS_DEFAULT_REGION: region,
    AWS_ACCESS_KEY_ID: credentials.accessKeyId,
    AWS_SECRET_ACCESS_KEY: credentials.secretAccessKey,
    AWS_LAMBDA_FUNCTION_NAME: name,
    AWS_LAMBDA_FUNCTION_VERSION: "$LATEST",
    AWS_LAMBDA_FUNCTION_MEMORY_SIZE: String(properties.MemorySize),
    // As where a process takes several events at a time on AWS, too
    // (https://docs.aws.amazon.com/lambda/latest/dg/lambda-managed-instances-runtimes.html).
    AWS_LAMBDA_MAX_CONCURRENCY: String(options.places),
    AWS_LAMBDA_LOG_GROUP_NAME: `/aws/lambda/${name}`,
    AWS_LAMBDA_LOG_STREAM_NAME: "local",
    AWS_LAMBDA_INITIALIZATION_TYPE: "on-demand",
    AWS_EXECUTION_ENV: `AWS_Lambda_${properties.Runtime}`,
    LAMBDA_TASK_ROOT: folder,
    _HANDLER: properties.Handler,
    TZ: ":UTC",
    LANG: "en_US.UTF-8",
    PATH: options.path,
  };
}
