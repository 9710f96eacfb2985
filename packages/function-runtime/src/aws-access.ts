/**
 * Advice for a command's caller on an AWS client's error that says that AWS cannot be reached from here: no
 * region, no credentials, or a session that is over. Undefined for any other error. `whatIsWhere` names what the command
 * asks about: "the stack is". The SDK names its errors about credentials and sign-in tokens; others have a message alone.
 */
export function awsAccessAdvice(error: unknown, whatIsWhere: string): string | undefined {
  if (!(error instanceof Error)) return undefined;
  const { name, message } = error;
  if (/^region (?:is missing|not accepted)/i.test(message))
    return `No AWS region is set that can be used. Say in which one ${whatIsWhere}, with AWS_REGION=<region> or "aws configure set region <region>". (${message})`;
  if (/^(?:Credentials|Token)ProviderError$/.test(name) || message === "Credential is missing")
    return `There are no AWS credentials that can be used. Sign in with "aws sso login" or "aws configure"; AWS_PROFILE chooses another profile. (${message})`;
  if (name.startsWith("ExpiredToken"))
    return `The AWS session is over. Sign in again, with "aws sso login" or as before. (${message})`;
  return undefined;
}
