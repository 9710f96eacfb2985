import { CommandError } from "./command-error.ts";

/**
 * What to do about an SDK's error that says that AWS cannot be asked at all from here: no region, no credentials, or a
 * session that is over. Any other error comes back as it is.
 */
export function explainAwsAccess(error: unknown): unknown {
  const advice = error instanceof Error ? adviceFor(error) : undefined;
  return advice === undefined ? error : new CommandError(advice, { cause: error });
}

/** The SDK names its errors about credentials and sign-in tokens; those about the region have words alone. */
function adviceFor({ name, message }: Error): string | undefined {
  if (/^region (?:is missing|not accepted)/i.test(message))
    return `No AWS region is set that can be used. Say in which one the stack and the bucket are, with AWS_REGION=<region> or "aws configure set region <region>". (${message})`;
  if (name === "CredentialsProviderError" || name === "TokenProviderError")
    return `There are no AWS credentials that can be used. Sign in with "aws sso login" or "aws configure"; AWS_PROFILE chooses another profile. (${message})`;
  if (name.startsWith("ExpiredToken"))
    return `The AWS session is over. Sign in again, with "aws sso login" or as before. (${message})`;
  return undefined;
}
