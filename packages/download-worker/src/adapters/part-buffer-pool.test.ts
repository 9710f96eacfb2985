import { expect, test } from "vitest";

import { createPartBufferPool } from "./part-buffer-pool.ts";

test("gives the same memory out again, empty", async () => {
  const pool = createPartBufferPool(1, 8);
  const buffer = await pool.borrow();
  buffer.take(Buffer.from("cat"));
  pool.giveBack(buffer);
  const again = await pool.borrow();
  expect(again).toBe(buffer);
  expect(again.bytes()).toHaveLength(0);
});

test("makes a late borrower wait for the first buffer that comes back, in turn", async () => {
  const pool = createPartBufferPool(1, 8);
  const buffer = await pool.borrow();
  const order: string[] = [];
  const late = ["second", "third"].map(async (name) => {
    const mine = await pool.borrow();
    order.push(name);
    pool.giveBack(mine);
  });
  await Promise.resolve();
  expect(order).toEqual([]);
  pool.giveBack(buffer);
  await Promise.all(late);
  expect(order).toEqual(["second", "third"]);
});
