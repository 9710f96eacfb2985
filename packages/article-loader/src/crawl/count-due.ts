/** Posts: as many as one listing request of S3 shows, so that a status needs no count. */
const firstCount = 1000;
/** Chosen: counts of a crawl of 100,000 posts then take one listing request for 200 posts. */
const growth = 1.25;

/**
 * Whether a listing that has grown from `before` to `listed` posts is to have its crawl counted: the first time at 1,000, and
 * whenever it has grown by a quarter. Until its end nobody else counts what it records without a worker.
 */
export function isCountDue(before: number, listed: number): boolean {
  return stepOf(listed) > stepOf(before);
}

function stepOf(posts: number): number {
  return posts < firstCount ? -1 : Math.floor(Math.log(posts / firstCount) / Math.log(growth));
}
