// @ts-check
// Says times by the reader's own clock, and puts days between messages by it. Without this file they are those of the server.

const language = document.documentElement.lang;
const timeOfDay = new Intl.DateTimeFormat(language, { hour: "2-digit", minute: "2-digit", hourCycle: "h23" });
const wholeDay = new Intl.DateTimeFormat(language, { day: "numeric", month: "long", year: "numeric" });
const shortDay = new Intl.DateTimeFormat(language, { day: "numeric", month: "short" });
const nearDay = new Intl.RelativeTimeFormat(language, { numeric: "auto" });

/** The midnight before a moment. @param {Date} moment */
const midnight = (moment) => new Date(moment.getFullYear(), moment.getMonth(), moment.getDate()).getTime();

/** How many days ago a moment's day was. @param {Date} moment */
const daysAgo = (moment) => Math.round((midnight(new Date()) - midnight(moment)) / 86_400_000);

/** What a moment's day is called. @param {Date} moment */
function dayOf(moment) {
  const ago = daysAgo(moment);
  if (ago < 0 || ago > 1) return wholeDay.format(moment);
  const said = nearDay.format(-ago, "day");
  return said.charAt(0).toLocaleUpperCase(language) + said.slice(1);
}

/** A screen reader is told of changes only. @param {Element} element @param {string} text */
function tell(element, text) {
  if (element.textContent !== text) element.textContent = text;
}

function sayTimes() {
  for (const time of document.querySelectorAll("main time")) {
    const moment = new Date(/** @type {HTMLTimeElement} */ (time).dateTime);
    tell(time, time.hasAttribute("data-short") && daysAgo(moment) !== 0 ? shortDay.format(moment) : timeOfDay.format(moment));
  }
}

function sayDays() {
  let before = NaN;
  for (const line of document.querySelectorAll(".talk-line")) {
    const moment = new Date(line.querySelector("time")?.dateTime ?? "");
    const above = line.previousElementSibling?.matches(".talk-day") ? line.previousElementSibling : null;
    if (midnight(moment) === before) {
      above?.remove();
    } else {
      const day = above ?? document.createElement("li");
      day.className = "talk-day";
      tell(day, dayOf(moment));
      if (!above) line.before(day);
    }
    before = midnight(moment);
  }
}

function say() {
  sayTimes();
  sayDays();
}

say();
document.addEventListener("fresh", say);
document.querySelector("[data-clocks]")?.remove();
