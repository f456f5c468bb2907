"use client";

import type { SavedView } from "@pragma/contract";
import { BookmarkPlus, Check, ChevronDown, Link2, Pencil, RotateCcw, Save, Trash2 } from "lucide-react";
import dynamic from "next/dynamic";
import { useState } from "react";
import { Button } from "~/components/ui/button.tsx";
import { Menu, MenuItem, MenuLabel, MenuSeparator } from "~/components/ui/menu.tsx";
import { Link } from "~/features/shell/link.tsx";
import { useOrganizationPath } from "~/features/shell/use-organization-path.ts";
import { loadPart } from "~/lib/load-part.ts";
import { toast } from "~/lib/toast.ts";
import type { ListFilters } from "../filters.ts";
import { useSaveView } from "./use-save-view.ts";
import { useViews, type Views } from "./use-views.ts";
import { queryOf, viewHref, viewLink } from "./view-query.ts";

/** Loaded when they are first opened. */
const DeleteViewDialog = dynamic(
  () => loadPart(() => import("./delete-view-dialog.tsx")).then((file) => file.DeleteViewDialog),
  {
    ssr: false,
  },
);
const ViewDialog = dynamic(() => loadPart(() => import("./view-dialog.tsx")).then((file) => file.ViewDialog), {
  ssr: false,
});

type Asked = "new" | "edit" | "delete" | null;

/** Opens saved views of the list, and saves what it shows. */
export function ViewsMenu({ filters }: { filters: ListFilters }) {
  const views = useViews(filters);
  const [asked, setAsked] = useState<Asked>(null);
  // Not by its item, which is gone by the time of the answer.
  const save = useSaveView(() => undefined);
  const { current } = views;
  const close = (): void => setAsked(null);
  const onSaved = ({ id }: SavedView): void => views.setCurrent(id);
  return (
    <>
      <Menu
        align="start"
        onOpenChange={(open) => open && views.refetch()}
        trigger={
          <Button className="max-w-56 font-normal" aria-label={current ? `View ${current.name}` : "Views"}>
            <span className="truncate">{current?.name ?? "Views"}</span>
            {views.isChanged ? <span className="shrink-0 text-ink-faint">(changed)</span> : null}
            <ChevronDown aria-hidden />
          </Button>
        }
      >
        <ViewItems label="My views" views={views.views.filter(({ own }) => own)} current={current} />
        <ViewItems label="Shared by others" views={views.views.filter(({ own }) => !own)} current={current} />
        {current ? (
          <CurrentItems
            views={views}
            current={current}
            onSave={({ id, name, shared }) =>
              save.mutate(
                { id, name, shared, query: queryOf(filters) },
                { onError: (error) => toast.error(`The view was not saved: ${error.message}`) },
              )
            }
            onAsk={setAsked}
          />
        ) : null}
        <MenuItem onSelect={() => setAsked("new")}>
          <BookmarkPlus aria-hidden /> {current ? "Save as a new view…" : "Save this view…"}
        </MenuItem>
      </Menu>
      {asked === "new" || (asked === "edit" && current) ? (
        <ViewDialog
          view={asked === "new" ? null : current}
          query={queryOf(filters)}
          onSaved={onSaved}
          onClose={close}
        />
      ) : null}
      {asked === "delete" && current ? (
        <DeleteViewDialog view={current} onDeleted={() => views.setCurrent(null)} onClose={close} />
      ) : null}
    </>
  );
}

interface ViewItemsProps {
  label: string;
  views: readonly SavedView[];
  current: SavedView | null;
}

function ViewItems({ label, views, current }: ViewItemsProps) {
  if (views.length === 0) return null;
  return (
    <>
      <MenuLabel>{label}</MenuLabel>
      {views.map((view) => (
        <MenuItem key={view.id} asChild>
          <Link href={viewHref(view)} prefetch={false}>
            <span className="max-w-64 min-w-0 flex-1 truncate">{view.name}</span>
            {view.own && view.shared ? <span className="text-xs text-ink-faint">shared</span> : null}
            {view.own ? null : <span className="max-w-32 truncate text-xs text-ink-faint">{view.saved_by}</span>}
            {view.id === current?.id ? <Check aria-label="current" /> : null}
          </Link>
        </MenuItem>
      ))}
      <MenuSeparator />
    </>
  );
}

interface CurrentItemsProps {
  views: Views;
  current: SavedView;
  onSave: (view: SavedView) => void;
  onAsk: (asked: Asked) => void;
}

/** Actions on the view that is open. */
function CurrentItems({ views, current, onSave, onAsk }: CurrentItemsProps) {
  const path = useOrganizationPath();
  const { name } = current;
  const copyLink = (): void => {
    const link = `${window.location.origin}${path(viewLink(current))}`;
    navigator.clipboard.writeText(link).then(
      () => toast.success("Link copied"),
      () => toast.error(`The browser blocked copying. The link is ${link}`),
    );
  };
  return (
    <>
      {views.isChanged ? (
        <>
          {views.canChange ? (
            <MenuItem onSelect={() => onSave(current)}>
              <Save aria-hidden /> Save changes to {name}
            </MenuItem>
          ) : null}
          <MenuItem asChild>
            <Link href={viewHref(current)} prefetch={false}>
              <RotateCcw aria-hidden /> Back to the saved view
            </Link>
          </MenuItem>
        </>
      ) : null}
      <MenuItem onSelect={copyLink}>
        <Link2 aria-hidden /> Copy link
      </MenuItem>
      {views.canChange ? (
        <>
          <MenuItem onSelect={() => onAsk("edit")}>
            <Pencil aria-hidden /> Rename or share…
          </MenuItem>
          <MenuItem danger onSelect={() => onAsk("delete")}>
            <Trash2 aria-hidden /> Delete view…
          </MenuItem>
        </>
      ) : null}
      <MenuSeparator />
    </>
  );
}
