/** Stops a run of a crawl whose listing is over: another run of the same request was here before. No failure. */
export class ListingOverError extends Error {
  constructor() {
    super("The listing of this crawl is over.");
    this.name = "ListingOverError";
  }
}
