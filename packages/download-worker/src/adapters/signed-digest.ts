import type { PutObjectCommand } from "@aws-sdk/client-s3";

/**
 * Lets `command` be signed with the `sha256` of its body, in hex, that is known already: the SDK would hash the whole
 * body once more (https://docs.aws.amazon.com/AmazonS3/latest/API/sig-v4-header-based-auth.html). S3 refuses a body that
 * has another one.
 */
export function signWithDigest(command: PutObjectCommand, sha256: string): void {
  command.middlewareStack.add(
    (next) => (args) => {
      const { request } = args;
      if (typeof request === "object" && request !== null && "headers" in request)
        Object.assign(Object(request.headers), { "x-amz-content-sha256": sha256 });
      return next(args);
    },
    { step: "build", name: "signWithDigest" },
  );
}
