/** `environment` without anything that says which AWS, which account and whose credentials: AWS's tools all read these names. */
export function withoutAws(environment: Readonly<NodeJS.ProcessEnv>): NodeJS.ProcessEnv {
  return Object.fromEntries(
    Object.entries(environment).filter(([name]) => !name.startsWith("AWS_")),
  );
}
