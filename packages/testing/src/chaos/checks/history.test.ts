import { expect, it } from "vitest";
import { makeFacts, makeHistory } from "../make-facts.ts";
import { history } from "./history.ts";

const faults = (...steps: string[]): string[] =>
  history.run(makeFacts({ history: makeHistory(steps) })).map(({ message }) => message);

it("accepts a life, and another one after it", () => {
  const life = [
    "CREATE ->pending e",
    "CREATE pending>processing e",
    "CREATE processing>ready e",
    "DELETE ready>pending d",
  ];
  const end = ["DELETE pending>processing d", "DELETE processing>- d"];
  expect(faults(...life, ...end, "CREATE ->draft")).toEqual([]);
});

it("finds a step that does not begin where the previous one ended", () => {
  expect(faults("CREATE ->draft", "CREATE processing>ready e")).toHaveLength(1);
  expect(faults("CREATE ->draft", "DELETE draft>-", "UPDATE draft>pending")).toHaveLength(1);
});

it("finds an illegal step", () => {
  expect(faults("CREATE ->ready e")).toHaveLength(1);
  expect(faults("CREATE ->draft", "CREATE draft>ready e")).toHaveLength(1);
  expect(faults("CREATE ->pending e", "CREATE pending>ready e")).toHaveLength(1);
});

it("accepts a discarded draft, which goes back in generations", () => {
  const rows = makeHistory([
    ...["CREATE ->pending e", "CREATE pending>processing e", "CREATE processing>ready e"],
    ...["UPDATE ready>draft", "DISCARD draft>ready"],
  ]).map((row) => ({ ...row, generation: row.type === "UPDATE" ? 2 : 1 }));
  expect(history.run(makeFacts({ history: rows }))).toEqual([]);
  expect(faults("CREATE ->pending e", "DISCARD pending>ready")).toHaveLength(1);
});

it("accepts what the end of a change gives back or cancels, from where it waits or runs", () => {
  const waits = [
    "CREATE ->pending e",
    "CREATE pending>processing e",
    "CREATE processing>ready e",
    "UPDATE ready>pending f",
  ];
  const rows = makeHistory([...waits, "END pending>ready"]).map((row) => ({
    ...row,
    generation: row.id === 4 ? 2 : 1,
  }));
  expect(history.run(makeFacts({ history: rows }))).toEqual([]);
  expect(faults(...waits, "UPDATE pending>processing f", "END processing>failed f")).toEqual([]);
  expect(faults(...waits, "UPDATE pending>processing f", "END processing>ready f")).toHaveLength(1);
});

it("finds a generation that goes back", () => {
  const rows = makeHistory(["CREATE ->draft", "UPDATE draft>pending e"]).map((row) => ({
    ...row,
    generation: 3 - row.id,
  }));
  expect(history.run(makeFacts({ history: rows }))).toHaveLength(1);
});
