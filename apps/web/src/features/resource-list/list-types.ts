import type { RouterInputs, RouterOutputs } from "@pragma/trpc";
import type { InfiniteData } from "@tanstack/react-query";

export type ListInput = RouterInputs["resources"]["list"];
export type ListPage = RouterOutputs["resources"]["list"];
export type ListRow = ListPage["items"][number];
export type ListCursor = NonNullable<ListInput["cursor"]> | null;
export type WindowRows = RouterOutputs["resources"]["rows"];
export type ListData = InfiniteData<ListPage, ListCursor>;
