import { makeTablesReadable } from "../../../figures/index.js";
import { tableHTML } from "../../../notebook/tableView.js";
import { type DataFrame, onDanfojsLoaded } from "../../../tables/index.js";
import { useView } from "./views.js";

/** Lets a page show tables, and figures draw them. */
export function showTables(): void {
  makeTablesReadable();
  onDanfojsLoaded(({ NDframe }) => {
    const type = NDframe as unknown as abstract new () => DataFrame;
    useView({
      is: (value) => value instanceof type,
      show: (table: DataFrame) => ({ kind: "html", text: tableHTML(table) }),
    });
  });
}
