import {
  Bomb,
  BookOpen,
  Boxes,
  Building2,
  Copy,
  History,
  type LucideIcon,
  Monitor,
  Moon,
  Pencil,
  Plus,
  ScrollText,
  SearchCheck,
  ServerCog,
  Sun,
  Waypoints,
} from "lucide-react";
import { GUIDES } from "~/guides/guide.ts";
import {
  editResourceHref,
  graphHref,
  guideHref,
  keyOfSegments,
  newChangeHref,
  newResourceHref,
  questionHref,
  resourceHref,
} from "~/lib/hrefs.ts";
import { INSTALLATION } from "~/lib/installation-path.ts";
import { organizationPath } from "~/lib/organization-path.ts";
import { NAVIGATION } from "../navigation-items.ts";
import type { Viewer } from "../viewer.tsx";
import type { PageAction } from "./page-actions.ts";

/**
 * The effect of choosing an item: it leads to a page of this organization, to an address of another, sets the theme, or does
 * something with what is open.
 */
export type PaletteAction =
  | { kind: "page"; href: string }
  | { kind: "address"; address: string }
  | { kind: "theme"; theme: "light" | "dark" | "system" }
  | { kind: "action"; run: () => void };

export interface PaletteItem {
  /** Unique in the palette. */
  id: string;
  label: string;
  icon: LucideIcon;
  action: PaletteAction;
  /** Shown as code, such as a key. */
  isCode?: boolean;
}

export interface PaletteGroup {
  heading: string;
  items: PaletteItem[];
}

export interface PaletteInput {
  /** The typed text. */
  text: string;
  /** Path of the page within the organization. */
  path: string;
  viewer: Pick<Viewer, "organizationId" | "organizations" | "scopes">;
  /** Whether the user is an operator of the installation. */
  operator: boolean;
  /** Keys of resources that match the text. */
  found: readonly string[];
  /** Keys of resources that were looked at, the last one first. */
  recent: readonly string[];
  /** `provider/resource` of all types. */
  types: readonly string[];
  /** Actions on what is open, besides going elsewhere. */
  actions: readonly PageAction[];
}

const MAX_TYPES = 6;

/** The palette's items: actions on what is open, resources, things to create, and places to go. */
export function paletteGroups(input: PaletteInput): PaletteGroup[] {
  const words = input.text.toLowerCase().split(/\s+/).filter(Boolean);
  const matches = (...texts: readonly string[]): boolean => {
    const all = texts.join(" ").toLowerCase();
    return words.every((word) => all.includes(word));
  };
  const groups: PaletteGroup[] = [
    { heading: "This resource", items: openItems(input).filter(({ label }) => matches(label)) },
    ...resourceGroups(input, words.length > 0),
    { heading: "Actions", items: newItems(input, words).filter(({ label }) => matches("create", label)) },
    { heading: "Pages", items: pageItems(input, matches) },
    { heading: "Guides", items: words.length === 0 ? [] : GUIDE_ITEMS.filter(({ label }) => matches("guide", label)) },
    // After all that only leads somewhere: what is meant may be a name.
    { heading: "On this page", items: actionItems(input).filter(({ label }) => matches(label)) },
    { heading: "Organizations", items: organizationItems(input).filter(({ label }) => matches("organization", label)) },
    { heading: "Theme", items: words.length === 0 ? [] : THEMES.filter(({ label }) => matches(label)) },
  ];
  return groups.filter(({ items }) => items.length > 0);
}

const page = (id: string, label: string, icon: LucideIcon, href: string, isCode = false): PaletteItem => {
  return { id, label, icon, action: { kind: "page", href }, ...(isCode ? { isCode } : {}) };
};

/** The key of the resource whose page a path is of. */
export function keyOfPath(path: string): string | null {
  const [, rest] = /^\/resources\/(?:view|edit)\/([^?#]+)/.exec(path) ?? [];
  return rest === undefined ? null : keyOfSegments(rest.split("/"));
}

function actionItems({ actions }: PaletteInput): PaletteItem[] {
  return actions.map(({ id, label, icon, run }) => ({ id: `do ${id}`, label, icon, action: { kind: "action", run } }));
}

function openItems({ path, viewer }: PaletteInput): PaletteItem[] {
  const key = keyOfPath(path);
  if (key === null) return [];
  const items = [
    page("open-history", "History of this resource", History, `${resourceHref(key)}?tab=history`),
    page("open-logs", "Logs of this resource", ScrollText, `${resourceHref(key)}?tab=logs`),
    page("open-graph", "Graph of this resource", Waypoints, graphHref(key)),
    page("open-cause", "Root cause of this resource", SearchCheck, questionHref("cause", key)),
    page("open-blast", "Blast radius of this resource", Bomb, questionHref("blast", key)),
  ];
  if (!viewer.scopes.includes("resources:write")) return items;
  return [
    page("open-edit", "Edit this resource", Pencil, editResourceHref(key)),
    page("open-duplicate", "Duplicate this resource", Copy, newResourceHref({ from: key })),
    ...items,
  ];
}

function resourceGroups({ found, recent }: PaletteInput, isSearch: boolean): PaletteGroup[] {
  const keys = isSearch ? found : recent;
  const items = keys.map((key) => page(`resource ${key}`, key, Boxes, resourceHref(key), true));
  return [{ heading: isSearch ? "Resources" : "Recent", items }];
}

function newItems({ viewer, types }: PaletteInput, words: readonly string[]): PaletteItem[] {
  if (!viewer.scopes.includes("resources:write")) return [];
  const wanted = words.filter((word) => word !== "new" && word !== "create");
  const named = wanted.length === 0 ? [] : types.filter((type) => wanted.every((word) => type.includes(word)));
  return [
    page("new-resource", "New resource", Plus, newResourceHref()),
    page("new-change", "New change", Plus, newChangeHref()),
    ...named.slice(0, MAX_TYPES).map((type) => page(`new ${type}`, `New ${type}`, Plus, newResourceHref({ type }))),
  ];
}

function pageItems(
  { viewer, operator }: PaletteInput,
  matches: (...texts: readonly string[]) => boolean,
): PaletteItem[] {
  const pages = NAVIGATION.flatMap(({ items }) => items)
    .filter(({ scope }) => scope === undefined || viewer.scopes.includes(scope))
    .filter(({ label, keywords = [] }) => matches(label, ...keywords))
    .map(({ href, label, icon }) => page(`page ${href}`, label, icon, href));
  const isOffered = operator && matches("Installation", "operators", "organizations", "limits");
  return isOffered ? [...pages, INSTALLATION_ITEM] : pages;
}

function organizationItems({ viewer: { organizations, organizationId } }: PaletteInput): PaletteItem[] {
  return organizations
    .filter(({ id }) => id !== organizationId)
    .map(({ id, slug, name }) => ({
      id: `organization ${id}`,
      label: name,
      icon: Building2,
      action: { kind: "address", address: organizationPath(slug) },
    }));
}

const INSTALLATION_ITEM: PaletteItem = {
  id: "installation",
  label: "Installation",
  icon: ServerCog,
  action: { kind: "address", address: INSTALLATION },
};

const GUIDE_ITEMS: readonly PaletteItem[] = Object.entries(GUIDES).map(([name, { title }]) =>
  page(`guide ${name}`, title, BookOpen, guideHref(name)),
);

const THEMES: readonly PaletteItem[] = [
  { id: "theme light", label: "Theme: light", icon: Sun, action: { kind: "theme", theme: "light" } },
  { id: "theme dark", label: "Theme: dark", icon: Moon, action: { kind: "theme", theme: "dark" } },
  { id: "theme system", label: "Theme: system", icon: Monitor, action: { kind: "theme", theme: "system" } },
];
