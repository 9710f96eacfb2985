import { pictureBuffers } from "@reddit-crawler/download-worker/adapters/s3-picture-store";

type Buffers = ReturnType<typeof pictureBuffers>;

const free: Buffers[] = [];
let lent: { buffers: Buffers; borrowed: number }[] = [];

/** Upload buffers for one process of a run. They are made once and lent again, since to make them takes longest of all. */
export function lendBuffers(): Buffers {
  const loan = { buffers: free.pop() ?? pictureBuffers(), borrowed: 0 };
  lent.push(loan);
  return {
    borrow: () => {
      loan.borrowed += 1;
      return loan.buffers.borrow();
    },
    giveBack: (buffer) => {
      loan.borrowed -= 1;
      loan.buffers.giveBack(buffer);
    },
  };
}

/** Ends a run: the buffers of processes that died with some of them in use are never lent again. */
export function takeBuffersBack(): void {
  free.push(...lent.filter(({ borrowed }) => borrowed === 0).map(({ buffers }) => buffers));
  lent = [];
}
