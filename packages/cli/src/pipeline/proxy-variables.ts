const names = ["HTTPS_PROXY", "HTTP_PROXY", "NO_PROXY"];

/**
 * The proxy and certificate variables of `environment`, which the functions reach the internet by.
 * Lower-case spellings count too, as they do for curl; the upper-case one wins.
 */
export function proxyVariables(
  environment: Readonly<Record<string, string | undefined>>,
): Record<string, string> {
  const variables: Record<string, string> = {};
  for (const name of names) {
    const value = environment[name] || environment[name.toLowerCase()];
    if (value) variables[name] = value;
  }
  const certificates = environment["NODE_EXTRA_CA_CERTS"];
  if (certificates) variables["NODE_EXTRA_CA_CERTS"] = certificates;
  return variables;
}
