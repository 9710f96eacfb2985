import type { IncomingMessage } from "node:http";

/** What a request asks of AWS: `SQS ReceiveMessage`, `S3 PUT`, `S3 LIST`, `Lambda Invoke`. */
export interface AwsRequest {
  service: string;
  action: string;
}

const services: Readonly<Record<string, string>> = {
  AmazonSQS: "SQS",
  secretsmanager: "SecretsManager",
};

/** What a function asks of AWS; undefined for a request of anyone else. The SDKs name Lambda when they run there. */
export function requestOfFunction({
  method = "",
  url = "/",
  headers,
}: IncomingMessage): AwsRequest | undefined {
  if (!headers["user-agent"]?.includes("exec-env/AWS_Lambda")) return undefined;
  const [target = "", action = ""] = String(headers["x-amz-target"] ?? "").split(".");
  const service = services[target];
  if (service !== undefined) return { service, action };
  if (url.startsWith("/2015-03-31/functions/")) return { service: "Lambda", action: "Invoke" };
  // SNS names its action in the body; the stages only publish.
  if (url === "/" && method === "POST") return { service: "SNS", action: "Publish" };
  // It costs what a PUT does, and looks like a GET.
  if (/[?&]list-type=2(?:&|$)/.test(url)) return { service: "S3", action: "LIST" };
  return { service: "S3", action: method };
}
