/** What a wiki's language names, in the order of the table. */
const KINDS = ['file', 'category', 'template', 'user', 'talk', 'special', 'help', 'redirect', 'pageName'] as const;
type Named = (typeof KINDS)[number];

/**
 * How MediaWiki's own languages name what a reader must tell apart: namespaces (the usual name first, then the aliases),
 * the word of a redirect, and the variable that means the page's name, where it is not the English one. Facts of
 * MediaWiki's message files.
 */
const TABLE = `
en: File,Image; Category; Template; User; Talk; Special; Help; REDIRECT; PAGENAME
ar: ملف,صورة; تصنيف; قالب; مستخدم,مستخدمة; نقاش; خاص; مساعدة; تحويل; اسم_الصفحة
bg: Файл,Картинка; Категория; Шаблон; Потребител; Беседа; Специални; Помощ; ПРЕНАСОЧВАНЕ,ВИЖ; СТРАНИЦА
ca: Fitxer,Imatge; Categoria; Plantilla; Usuari,Usuària; Discussió; Especial; Ajuda; REDIRECCIÓ; NOMPÀGINA
cs: Soubor,Obrázek; Kategorie; Šablona; Uživatel,Uživatelka; Diskuse; Speciální; Nápověda; PŘESMĚRUJ; NÁZEVSTRANY
da: Fil,Billede; Kategori; Skabelon; Bruger; Diskussion; Speciel; Hjælp; OMDIRIGERING
de: Datei,Bild; Kategorie; Vorlage; Benutzer,Benutzerin; Diskussion; Spezial; Hilfe; WEITERLEITUNG; SEITENNAME
el: Αρχείο,Εικόνα; Κατηγορία; Πρότυπο; Χρήστης,Χρήστρια; Συζήτηση; Ειδικό; Βοήθεια; ΑΝΑΚΑΤΕΥΘΥΝΣΗ
eo: Dosiero; Kategorio; Ŝablono; Uzanto; Diskuto; Specialaĵo; Helpo; ALIDIREKTU
es: Archivo,Imagen; Categoría; Plantilla; Usuario,Usuaria; Discusión; Especial; Ayuda; REDIRECCIÓN,REDIRECCION; NOMBREDEPAGINA,NOMBREDEPÁGINA,NOMBREPAGINA
et: Pilt,Fail; Kategooria; Mall; Kasutaja; Arutelu; Eri; Juhend; SUUNA
eu: Fitxategi,Irudi; Kategoria; Txantiloi; Lankide; Eztabaida; Berezi; Laguntza; BIRZUZENDU
fa: پرونده,تصویر; رده; الگو; کاربر; بحث; ویژه; راهنما; تغییر_مسیر,تغییرمسیر; نام‌صفحه,نام_صفحه
fi: Tiedosto,Kuva; Luokka; Malline; Käyttäjä; Keskustelu; Toiminnot; Ohje; OHJAUS,UUDELLEENOHJAUS; SIVUNIMI
fr: Fichier,Image; Catégorie; Modèle; Utilisateur,Utilisatrice; Discussion; Spécial; Aide; REDIRECTION; NOMPAGE
gl: Ficheiro,Imaxe; Categoría; Modelo; Usuario,Usuaria; Conversa; Especial; Axuda; REDIRECCIÓN
he: קובץ,תמונה; קטגוריה; תבנית; משתמש,משתמשת; שיחה; מיוחד; עזרה; הפניה; שם הדף
hr: Datoteka,Slika; Kategorija; Predložak; Suradnik,Suradnica; Razgovor; Posebno; Pomoć; PREUSMJERI
hu: Fájl,Kép; Kategória; Sablon; Szerkesztő; Vita; Speciális; Segítség; ÁTIRÁNYÍTÁS; LAPNEVE
id: Berkas,Gambar; Kategori; Templat,Templet; Pengguna; Pembicaraan; Istimewa; Bantuan; ALIH; NAMAHALAMAN
it: File,Immagine; Categoria; Template; Utente; Discussione; Speciale; Aiuto; RINVIA,RINVIO,RIMANDO; TITOLOPAGINA
ja: ファイル,画像; カテゴリ; テンプレート; 利用者; トーク,ノート; 特別; ヘルプ; 転送,リダイレクト,転送リダイレクト; ページ名
ko: 파일,그림; 분류; 틀; 사용자; 토론; 특수; 도움말; 넘겨주기; 문서이름
lt: Vaizdas; Kategorija; Šablonas; Naudotojas; Aptarimas; Specialus; Pagalba; PERADRESAVIMAS
lv: Attēls; Kategorija; Veidne; Dalībnieks; Diskusija; Special; Palīdzība; PĀRADRESĀCIJA
nb: Fil,Bilde; Kategori; Mal; Bruker; Diskusjon; Spesial; Hjelp; OMDIRIGERING; SIDENAVN
nl: Bestand,Afbeelding; Categorie; Sjabloon; Gebruiker; Overleg; Speciaal; Help; DOORVERWIJZING; PAGINANAAM
pl: Plik,Grafika; Kategoria; Szablon; Użytkownik,Użytkowniczka; Dyskusja; Specjalna; Pomoc; PATRZ,PRZEKIERUJ,TAM; NAZWASTRONY
pt: Ficheiro,Arquivo,Imagem; Categoria; Predefinição; Usuário,Utilizador,Usuária; Discussão; Especial; Ajuda; REDIRECIONAMENTO,REDIRECT; NOMEDAPAGINA,NOMEDAPÁGINA
ro: Fișier,Imagine,Fişier; Categorie; Format; Utilizator; Discuție; Special; Ajutor; REDIRECTEAZA; NUMEPAGINA
ru: Файл,Изображение; Категория,К; Шаблон; Участник,Участница,У; Обсуждение; Служебная; Справка; ПЕРЕНАПРАВЛЕНИЕ,ПЕРЕНАПР; ИМЯСТРАНИЦЫ,НАЗВАНИЕСТРАНИЦЫ
sk: Súbor,Obrázok; Kategória; Šablóna; Redaktor; Diskusia; Špeciálne; Pomoc; PRESMERUJ
sl: Slika,Datoteka; Kategorija; Predloga; Uporabnik; Pogovor; Posebno; Pomoč; PREUSMERITEV
sr: Датотека,Слика,Datoteka,Slika; Категорија,Kategorija; Шаблон,Šablon; Корисник; Разговор; Посебно; Помоћ; ПРЕУСМЕРИ,PREUSMERI
sv: Fil,Bild; Kategori; Mall; Användare; Diskussion; Special; Hjälp; OMDIRIGERING; SIDNAMN
th: ไฟล์,ภาพ; หมวดหมู่; แม่แบบ; ผู้ใช้; พูดคุย; พิเศษ; วิธีใช้; เปลี่ยนทาง
tr: Dosya,Resim; Kategori; Şablon; Kullanıcı; Tartışma; Özel; Yardım; YÖNLENDİRME; SAYFAADI
uk: Файл,Зображення; Категорія,К; Шаблон; Користувач,Користувачка; Обговорення; Спеціальна; Довідка; ПЕРЕНАПРАВЛЕННЯ,ПЕРЕНАПР; НАЗВАСТОРІНКИ
vi: Tập tin,Hình; Thể loại; Bản mẫu,Tiêu bản; Thành viên; Thảo luận; Đặc biệt; Trợ giúp; đổi,doi; TÊNTRANG
zh: 文件,图像,圖像,档案,檔案,图片,圖片; 分类,分類; 模板,样板,樣板; 用户,用戶,使用者; 讨论,討論,对话,對話; 特殊; 帮助,幫助,說明; 重定向,重新導向; 页名,頁名,页面名,頁面名,页面名称,頁面名稱
`;

const LANGUAGES: ReadonlyMap<string, ReadonlyMap<Named, string[]>> = new Map(
  TABLE.trim()
    .split('\n')
    .map((line) => {
      const [code = '', names = ''] = line.split(': ');
      const lists = names.split('; ').map((list) => list.split(','));
      return [code, new Map(KINDS.map((kind, i) => [kind, lists[i] ?? []]))];
    }),
);

/** The names of one kind in every language of the table. */
export function namesInEveryLanguage(kind: Named): string[] {
  return [...LANGUAGES.values()].flatMap((names) => names.get(kind) ?? []);
}

/** The names of one kind in a wiki's own language (`pt-br` reads `pt`); empty where the table lacks it. */
export function namesIn(language: string, kind: Named): string[] {
  const code = language.toLowerCase().split('-', 1)[0] ?? '';
  return LANGUAGES.get(code === 'no' || code === 'nn' ? 'nb' : code)?.get(kind) ?? [];
}
