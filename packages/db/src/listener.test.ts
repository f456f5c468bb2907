import { expect, it } from "vitest";
import { Listener } from "./listener.ts";

it("makes no connection while its address is not known to lead to the right database", async () => {
  const failures: Error[] = [];
  const known = Promise.withResolvers<void>();
  let isWrong = true;
  const listener = new Listener({
    url: "postgres://nobody@127.0.0.1:1/none",
    name: "listener-test",
    check: async () => {
      if (isWrong) throw new Error("another database");
    },
    onError: (error) => {
      failures.push(error);
      if (failures.length === 2) isWrong = false;
      if (failures.length === 3) known.resolve();
    },
  });
  listener.open();
  await known.promise;
  expect(failures).toMatchObject([
    { message: "another database" },
    { message: "another database" },
    { code: "ECONNREFUSED" },
  ]);
  await listener.close();
});
