/** One request that the replay got. */
export interface LoggedRequest {
  /** When it came, in milliseconds of the replay's clock. */
  at: number;
  host: string;
  /** With the query. */
  path: string;
  method: string;
  /** Lower-case names. */
  headers: Readonly<Record<string, string>>;
  /** What it was answered; 0 when it got no answer (yet). */
  status: number;
  /** Whether it was for a host that the replay does not play. */
  unexpected: boolean;
}
