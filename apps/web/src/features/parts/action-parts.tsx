"use client";

import { Ellipsis, Pencil, Trash2 } from "lucide-react";
import { useState } from "react";
import { Button, type ButtonProps } from "~/components/ui/button.tsx";
import { CopyButton } from "~/components/ui/copy-button.tsx";
import { Menu, MenuCheckbox, MenuItem, MenuLabel, MenuSeparator } from "~/components/ui/menu.tsx";
import { TabPanel, Tabs } from "~/components/ui/tabs.tsx";
import { Tooltip } from "~/components/ui/tooltip.tsx";
import { Part, States } from "./part.tsx";

const VARIANTS = [
  "primary",
  "secondary",
  "ghost",
  "danger",
  "dangerGhost",
  "link",
] as const satisfies readonly NonNullable<ButtonProps["variant"]>[];
const TABS = ["overview", "history", "logs"].map((value) => ({ value, label: value }));

/** Controls to press or choose. */
export function ActionParts() {
  const [all, setAll] = useState(true);
  const [tab, setTab] = useState("overview");
  return (
    <>
      <Part file="button.tsx">
        {VARIANTS.map((variant) => (
          <States key={variant}>
            <Button variant={variant}>{variant}</Button>
            <Button variant={variant} size="small">
              small
            </Button>
            <Button variant={variant}>
              <Pencil aria-hidden /> with a sign
            </Button>
            <Button variant={variant} size="icon" aria-label={`Edit, ${variant}`}>
              <Pencil aria-hidden />
            </Button>
            <Button variant={variant} size="smallIcon" aria-label={`Edit, ${variant}, small`}>
              <Pencil aria-hidden />
            </Button>
            <Button variant={variant} busy>
              busy
            </Button>
            <Button variant={variant} disabled>
              disabled
            </Button>
            <Button variant={variant} asChild>
              <a href="#actions">looks of a {variant}</a>
            </Button>
          </States>
        ))}
      </Part>
      <Part file="copy-button.tsx">
        <States>
          <CopyButton text="pragma/config/names" label="Copy key" />
        </States>
      </Part>
      <Part file="menu.tsx">
        <States>
          <Menu
            align="start"
            trigger={
              <Button size="icon" aria-label="Open the menu">
                <Ellipsis aria-hidden />
              </Button>
            }
          >
            <MenuLabel>Label</MenuLabel>
            <MenuItem>
              <Pencil aria-hidden /> Item
            </MenuItem>
            <MenuItem disabled>Disabled</MenuItem>
            <MenuCheckbox checked={all} onChange={setAll}>
              Checkbox
            </MenuCheckbox>
            <MenuSeparator />
            <MenuItem danger>
              <Trash2 aria-hidden /> Delete…
            </MenuItem>
          </Menu>
        </States>
      </Part>
      <Part file="tooltip.tsx">
        <States>
          <Tooltip text="More about it, on hover and on focus">
            <Button>Hover or focus</Button>
          </Tooltip>
        </States>
      </Part>
      <Part file="tabs.tsx">
        <Tabs label="Example" tabs={TABS} value={tab} onValueChange={setTab}>
          {TABS.map(({ value }) => (
            <TabPanel key={value} value={value}>
              The panel of {value}.
            </TabPanel>
          ))}
        </Tabs>
      </Part>
    </>
  );
}
