/** Where and as whom a stack runs: what its resources' names, ARNs and URLs are made of. */
export interface Site {
  region: string;
  accountId: string;
  stackName: string;
  /** The one address of every AWS service, without a trailing slash. */
  endpointUrl: string;
  /** Where the HTTP API with this logical id is, without a trailing slash. */
  apiUrl: (logicalId: string) => string;
}
