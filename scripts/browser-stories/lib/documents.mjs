// Files of office programs: a table that somebody filled in, and what stands in those that the pages give out.

import { readZip, writeZip } from "./zip.mjs";

const SHEETS = "http://schemas.openxmlformats.org/spreadsheetml/2006/main";
const PACKAGE = "http://schemas.openxmlformats.org/package/2006";
const OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
const TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml";

const escaped = (text) => String(text).replaceAll("&", "&amp;").replaceAll("<", "&lt;");
const plain = (xml) => xml.replaceAll("&lt;", "<").replaceAll("&gt;", ">").replaceAll("&quot;", '"').replaceAll("&apos;", "'").replaceAll("&amp;", "&");
const letter = (at) => String.fromCharCode(65 + at);

/** A cell: numbers are numbers, as a spreadsheet makes them of what looks like one. */
function cell(value, row, at) {
  const place = `${letter(at)}${row}`;
  if (typeof value === "number") return `<c r="${place}"><v>${value}</v></c>`;
  return `<c r="${place}" t="inlineStr"><is><t xml:space="preserve">${escaped(value)}</t></is></c>`;
}

/**
 * A workbook with one sheet, as a spreadsheet saves it.
 * @param {string} name of the sheet
 * @param {(string | number)[][]} rows
 */
export function workbook(name, rows) {
  const lines = rows.map((row, at) => `<row r="${at + 1}">${row.map((value, column) => cell(value, at + 1, column)).join("")}</row>`);
  const relation = (id, type, target) => `<Relationships xmlns="${PACKAGE}/relationships"><Relationship Id="${id}" Type="${OFFICE}/${type}" Target="${target}"/></Relationships>`;
  const part = (path, type) => `<Override PartName="/${path}" ContentType="${TYPE}.${type}+xml"/>`;
  return writeZip([
    ["[Content_Types].xml", `<Types xmlns="${PACKAGE}/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>${part("xl/workbook.xml", "sheet.main")}${part("xl/worksheets/sheet1.xml", "worksheet")}</Types>`],
    ["_rels/.rels", relation("r1", "officeDocument", "xl/workbook.xml")],
    ["xl/workbook.xml", `<workbook xmlns="${SHEETS}" xmlns:r="${OFFICE}"><sheets><sheet name="${escaped(name)}" sheetId="1" r:id="r1"/></sheets></workbook>`],
    ["xl/_rels/workbook.xml.rels", relation("r1", "worksheet", "worksheets/sheet1.xml")],
    ["xl/worksheets/sheet1.xml", `<worksheet xmlns="${SHEETS}"><sheetData>${lines.join("")}</sheetData></worksheet>`],
  ]);
}

const texts = (xml) => [...xml.matchAll(/<t(?: [^>]*)?>([^<]*)<\/t>/g)].map(([, text]) => plain(text)).join("");

/** The column of a cell, from 0. @param {string} attributes such as `r="AB3"` */
const columnOf = (attributes) => [.../r="([A-Z]+)/.exec(attributes)[1]].reduce((sum, sign) => sum * 26 + sign.charCodeAt(0) - 64, 0) - 1;

/**
 * What stands in the cells of a workbook's sheet, row by row, each in its column.
 * @param {Buffer} book
 * @param {number} sheet from 1
 */
export function sheetRows(book, sheet = 1) {
  const files = readZip(book);
  const shared = [...(files.get("xl/sharedStrings.xml")?.toString() ?? "").matchAll(/<si>(.*?)<\/si>/gs)].map(([, item]) => texts(item));
  const xml = files.get(`xl/worksheets/sheet${sheet}.xml`).toString();
  const value = (attributes, inner) => {
    if (attributes.includes('t="inlineStr"')) return texts(inner);
    if (!inner.includes("<v>")) return "";
    const [, held = ""] = /<v>([^<]*)<\/v>/.exec(inner) ?? [];
    if (attributes.includes('t="s"')) return shared[Number(held)];
    return attributes.includes("t=") ? plain(held) : Number(held);
  };
  const cells = (row) => {
    const filled = [];
    for (const [, attributes, inner = ""] of row.matchAll(/<c ([^>]*?)(?:\/>|>(.*?)<\/c>)/gs)) filled[columnOf(attributes)] = value(attributes, inner);
    return Array.from(filled, (one) => one ?? "");
  };
  return [...xml.matchAll(/<row [^>]*>(.*?)<\/row>/gs)].map(([, row]) => cells(row));
}

/** What a Word document says, line by line, with how many formulas and pictures. @param {Buffer} document */
export function wordText(document) {
  const files = readZip(document);
  const xml = files.get("word/document.xml").toString();
  const lines = [...xml.matchAll(/<w:p[ >].*?<\/w:p>/gs)].map(([paragraph]) => [...paragraph.matchAll(/<w:t(?: [^>]*)?>([^<]*)<\/w:t>/g)].map(([, text]) => plain(text)).join(""));
  return {
    lines,
    formulas: [...xml.matchAll(/<m:oMath[ >]/g)].length,
    pictures: [...files.keys()].filter((name) => name.startsWith("word/media/")).length,
  };
}

/** The document with one text in place of another. @param {Buffer} document @param {string} text @param {string} other */
export function reworded(document, text, other) {
  const files = readZip(document);
  const path = "word/document.xml";
  files.set(path, Buffer.from(files.get(path).toString().replace(escaped(text), escaped(other))));
  return writeZip(files);
}
