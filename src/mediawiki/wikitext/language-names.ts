/**
 * How MediaWiki's own languages name what a reader must tell apart: namespaces (the usual name first, then the
 * aliases), the word of a redirect, and the variable that means the page's name. Facts of MediaWiki's message files.
 */
interface LanguageNames {
  file: string;
  category: string;
  template: string;
  user: string;
  talk: string;
  special: string;
  help: string;
  redirect: string;
  pageName?: string;
}

function names(
  ...[file, category, template, user, talk, special, help, redirect, pageName]: [
    file: string,
    category: string,
    template: string,
    user: string,
    talk: string,
    special: string,
    help: string,
    redirect: string,
    pageName?: string,
  ]
): LanguageNames {
  return { file, category, template, user, talk, special, help, redirect, pageName };
}

export const LANGUAGES: Readonly<Record<string, LanguageNames>> = {
  en: names('File,Image', 'Category', 'Template', 'User', 'Talk', 'Special', 'Help', 'REDIRECT', 'PAGENAME'),
  ar: names('ملف,صورة', 'تصنيف', 'قالب', 'مستخدم,مستخدمة', 'نقاش', 'خاص', 'مساعدة', 'تحويل', 'اسم_الصفحة'),
  bg: names(
    'Файл,Картинка',
    'Категория',
    'Шаблон',
    'Потребител',
    'Беседа',
    'Специални',
    'Помощ',
    'ПРЕНАСОЧВАНЕ,ВИЖ',
    'СТРАНИЦА',
  ),
  ca: names(
    'Fitxer,Imatge',
    'Categoria',
    'Plantilla',
    'Usuari,Usuària',
    'Discussió',
    'Especial',
    'Ajuda',
    'REDIRECCIÓ',
    'NOMPÀGINA',
  ),
  cs: names(
    'Soubor,Obrázek',
    'Kategorie',
    'Šablona',
    'Uživatel,Uživatelka',
    'Diskuse',
    'Speciální',
    'Nápověda',
    'PŘESMĚRUJ',
    'NÁZEVSTRANY',
  ),
  da: names('Fil,Billede', 'Kategori', 'Skabelon', 'Bruger', 'Diskussion', 'Speciel', 'Hjælp', 'OMDIRIGERING'),
  de: names(
    'Datei,Bild',
    'Kategorie',
    'Vorlage',
    'Benutzer,Benutzerin',
    'Diskussion',
    'Spezial',
    'Hilfe',
    'WEITERLEITUNG',
    'SEITENNAME',
  ),
  el: names(
    'Αρχείο,Εικόνα',
    'Κατηγορία',
    'Πρότυπο',
    'Χρήστης,Χρήστρια',
    'Συζήτηση',
    'Ειδικό',
    'Βοήθεια',
    'ΑΝΑΚΑΤΕΥΘΥΝΣΗ',
  ),
  eo: names('Dosiero', 'Kategorio', 'Ŝablono', 'Uzanto', 'Diskuto', 'Specialaĵo', 'Helpo', 'ALIDIREKTU'),
  es: names(
    'Archivo,Imagen',
    'Categoría',
    'Plantilla',
    'Usuario,Usuaria',
    'Discusión',
    'Especial',
    'Ayuda',
    'REDIRECCIÓN,REDIRECCION',
    'NOMBREDEPAGINA,NOMBREDEPÁGINA,NOMBREPAGINA',
  ),
  et: names('Pilt,Fail', 'Kategooria', 'Mall', 'Kasutaja', 'Arutelu', 'Eri', 'Juhend', 'SUUNA'),
  eu: names('Fitxategi,Irudi', 'Kategoria', 'Txantiloi', 'Lankide', 'Eztabaida', 'Berezi', 'Laguntza', 'BIRZUZENDU'),
  fa: names(
    'پرونده,تصویر',
    'رده',
    'الگو',
    'کاربر',
    'بحث',
    'ویژه',
    'راهنما',
    'تغییر_مسیر,تغییرمسیر',
    'نام‌صفحه,نام_صفحه',
  ),
  fi: names(
    'Tiedosto,Kuva',
    'Luokka',
    'Malline',
    'Käyttäjä',
    'Keskustelu',
    'Toiminnot',
    'Ohje',
    'OHJAUS,UUDELLEENOHJAUS',
    'SIVUNIMI',
  ),
  fr: names(
    'Fichier,Image',
    'Catégorie',
    'Modèle',
    'Utilisateur,Utilisatrice',
    'Discussion',
    'Spécial',
    'Aide',
    'REDIRECTION',
    'NOMPAGE',
  ),
  gl: names('Ficheiro,Imaxe', 'Categoría', 'Modelo', 'Usuario,Usuaria', 'Conversa', 'Especial', 'Axuda', 'REDIRECCIÓN'),
  he: names('קובץ,תמונה', 'קטגוריה', 'תבנית', 'משתמש,משתמשת', 'שיחה', 'מיוחד', 'עזרה', 'הפניה', 'שם הדף'),
  hr: names(
    'Datoteka,Slika',
    'Kategorija',
    'Predložak',
    'Suradnik,Suradnica',
    'Razgovor',
    'Posebno',
    'Pomoć',
    'PREUSMJERI',
  ),
  hu: names('Fájl,Kép', 'Kategória', 'Sablon', 'Szerkesztő', 'Vita', 'Speciális', 'Segítség', 'ÁTIRÁNYÍTÁS', 'LAPNEVE'),
  id: names(
    'Berkas,Gambar',
    'Kategori',
    'Templat,Templet',
    'Pengguna',
    'Pembicaraan',
    'Istimewa',
    'Bantuan',
    'ALIH',
    'NAMAHALAMAN',
  ),
  it: names(
    'File,Immagine',
    'Categoria',
    'Template',
    'Utente',
    'Discussione',
    'Speciale',
    'Aiuto',
    'RINVIA,RINVIO,RIMANDO',
    'TITOLOPAGINA',
  ),
  ja: names(
    'ファイル,画像',
    'カテゴリ',
    'テンプレート',
    '利用者',
    'トーク,ノート',
    '特別',
    'ヘルプ',
    '転送,リダイレクト,転送リダイレクト',
    'ページ名',
  ),
  ko: names('파일,그림', '분류', '틀', '사용자', '토론', '특수', '도움말', '넘겨주기', '문서이름'),
  lt: names('Vaizdas', 'Kategorija', 'Šablonas', 'Naudotojas', 'Aptarimas', 'Specialus', 'Pagalba', 'PERADRESAVIMAS'),
  lv: names('Attēls', 'Kategorija', 'Veidne', 'Dalībnieks', 'Diskusija', 'Special', 'Palīdzība', 'PĀRADRESĀCIJA'),
  nb: names('Fil,Bilde', 'Kategori', 'Mal', 'Bruker', 'Diskusjon', 'Spesial', 'Hjelp', 'OMDIRIGERING', 'SIDENAVN'),
  nl: names(
    'Bestand,Afbeelding',
    'Categorie',
    'Sjabloon',
    'Gebruiker',
    'Overleg',
    'Speciaal',
    'Help',
    'DOORVERWIJZING',
    'PAGINANAAM',
  ),
  pl: names(
    'Plik,Grafika',
    'Kategoria',
    'Szablon',
    'Użytkownik,Użytkowniczka',
    'Dyskusja',
    'Specjalna',
    'Pomoc',
    'PATRZ,PRZEKIERUJ,TAM',
    'NAZWASTRONY',
  ),
  pt: names(
    'Ficheiro,Arquivo,Imagem',
    'Categoria',
    'Predefinição',
    'Usuário,Utilizador,Usuária',
    'Discussão',
    'Especial',
    'Ajuda',
    'REDIRECIONAMENTO,REDIRECT',
    'NOMEDAPAGINA,NOMEDAPÁGINA',
  ),
  ro: names(
    'Fișier,Imagine,Fişier',
    'Categorie',
    'Format',
    'Utilizator',
    'Discuție',
    'Special',
    'Ajutor',
    'REDIRECTEAZA',
    'NUMEPAGINA',
  ),
  ru: names(
    'Файл,Изображение',
    'Категория,К',
    'Шаблон',
    'Участник,Участница,У',
    'Обсуждение',
    'Служебная',
    'Справка',
    'ПЕРЕНАПРАВЛЕНИЕ,ПЕРЕНАПР',
    'ИМЯСТРАНИЦЫ,НАЗВАНИЕСТРАНИЦЫ',
  ),
  sk: names('Súbor,Obrázok', 'Kategória', 'Šablóna', 'Redaktor', 'Diskusia', 'Špeciálne', 'Pomoc', 'PRESMERUJ'),
  sl: names('Slika,Datoteka', 'Kategorija', 'Predloga', 'Uporabnik', 'Pogovor', 'Posebno', 'Pomoč', 'PREUSMERITEV'),
  sr: names(
    'Датотека,Слика,Datoteka,Slika',
    'Категорија,Kategorija',
    'Шаблон,Šablon',
    'Корисник',
    'Разговор',
    'Посебно',
    'Помоћ',
    'ПРЕУСМЕРИ,PREUSMERI',
  ),
  sv: names('Fil,Bild', 'Kategori', 'Mall', 'Användare', 'Diskussion', 'Special', 'Hjälp', 'OMDIRIGERING', 'SIDNAMN'),
  th: names('ไฟล์,ภาพ', 'หมวดหมู่', 'แม่แบบ', 'ผู้ใช้', 'พูดคุย', 'พิเศษ', 'วิธีใช้', 'เปลี่ยนทาง'),
  tr: names('Dosya,Resim', 'Kategori', 'Şablon', 'Kullanıcı', 'Tartışma', 'Özel', 'Yardım', 'YÖNLENDİRME', 'SAYFAADI'),
  uk: names(
    'Файл,Зображення',
    'Категорія,К',
    'Шаблон',
    'Користувач,Користувачка',
    'Обговорення',
    'Спеціальна',
    'Довідка',
    'ПЕРЕНАПРАВЛЕННЯ,ПЕРЕНАПР',
    'НАЗВАСТОРІНКИ',
  ),
  vi: names(
    'Tập tin,Hình',
    'Thể loại',
    'Bản mẫu,Tiêu bản',
    'Thành viên',
    'Thảo luận',
    'Đặc biệt',
    'Trợ giúp',
    'đổi,doi',
    'TÊNTRANG',
  ),
  zh: names(
    '文件,图像,圖像,档案,檔案,图片,圖片',
    '分类,分類',
    '模板,样板,樣板',
    '用户,用戶,使用者',
    '讨论,討論,对话,對話',
    '特殊',
    '帮助,幫助,說明',
    '重定向,重新導向',
    '页名,頁名,页面名,頁面名,页面名称,頁面名稱',
  ),
};

const splitNames = (list: string) => list.split(',').filter((name) => name !== '');

/** The names of one kind in every language of the table. */
export function namesInEveryLanguage(kind: keyof LanguageNames): string[] {
  return Object.values(LANGUAGES).flatMap((language) => splitNames(language[kind] ?? ''));
}

/** The names of one kind in a wiki's own language (`pt-br` reads `pt`); empty where the table lacks it. */
export function namesIn(language: string, kind: keyof LanguageNames): string[] {
  const code = language.toLowerCase().split('-', 1)[0] ?? '';
  const known = LANGUAGES[code === 'no' || code === 'nn' ? 'nb' : code];
  return splitNames(known?.[kind] ?? '');
}
