/** Titles that break what was not written with care: markup, paths, other scripts, control characters, 300 characters. */
const hostileTitles: readonly string[] = [
  "<script>alert('meow')</script> & <b>bold</b> \"quotes\" 'n' all &amp; that",
  "../../../etc/passwd; rm -rf / #$(whoami) `id` %2e%2e%2f \\..\\..\\",
  "😺😸😹 cats 👩‍👩‍👧‍👦 with families 🏳️‍🌈 and flags 🇳🇿",
  "قطة صغيرة \u202Egpj.exe\u202C תרגיש בבית",
  "bell\u0007 tab\t return\r\nX-Injected: yes\r\n\r\n and a zero\u200Bwidth\uFEFF space",
  `${"meow ".repeat(59)}meow!`,
  "猫が箱に入っている。とても小さい箱です。",
  "${jndi:ldap://cats.example/x} {{7*7}} %s %n %d",
  "   ",
  "Z̸̢̛a̵̡l̶̨g̵̢o̷ cat, noncharacter \uFFFF, fullwidth ｃａｔ",
];

const subjects = [
  "My rescue",
  "This old lady",
  "Our void",
  "Mister Whiskers",
  "The shop cat",
  "Her majesty",
  "A stray",
];
const deeds = [
  "found the box",
  "heard the tin open",
  "sleeps like this",
  "met the dog",
  "caught the red dot",
  "is ten today",
];
const endings = ["", " (OC)", " 🐾", ", again", " and is proud of it", " – send help"];

/** Gives post `number` its title; one in ten is hostile. Never longer than Reddit's 300 characters. */
export function titleOf(number: number): string {
  const hostile =
    number % 10 === 4 ? hostileTitles[Math.floor(number / 10) % hostileTitles.length] : undefined;
  return (
    hostile ?? `${subjects[number % 7]} ${deeds[number % 6]}${endings[Math.floor(number / 6) % 6]}`
  );
}
