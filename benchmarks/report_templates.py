"""Made-up weekly reports, one form a language: only their figures (and a date) differ from week to week.

`{0}` … are figures of the week, `{day}` its date; other figures stay the same in every week.
"""

REPORTS = {
    "en": "Weekly situation report. Between the last report and {day}, {0} people arrived at the northern crossing, {1} of them "
    "children. {2} were travelling without a parent or guardian and were registered within 24 hours. The reception centre, which was "
    "built for 300 people, now holds {3}. Teams handed out {4} blankets and {5} hot meals and continued to look for families of "
    "children under 18. Water and latrines are checked every day together with the municipality. Partners meet each Monday. Those who "
    "want to return are informed of their rights under the 1951 Convention before any step is taken, and an interpreter is called "
    "whenever one is needed.",
    "fr": "Point hebdomadaire. Au {day}, {0} personnes étaient hébergées dans les trois centres de la région, dont {1} enfants. "
    "{2} mineurs non accompagnés ont été confiés à une famille d'accueil. Les équipes mobiles ont distribué {3} kits d'hygiène et {4} "
    "couvertures. La permanence juridique, ouverte de 9 heures à 17 heures, a reçu {5} demandes. Les associations rappellent que tout "
    "enfant de moins de 18 ans doit être protégé, quel que soit son statut, et que la scolarisation reste une obligation. La prochaine "
    "réunion de coordination se tiendra à la préfecture comme d'habitude, et ses conclusions seront rendues publiques.",
    "es": "Informe semanal. Hasta el {day} cruzaron la frontera sur {0} personas, entre ellas {1} niñas y niños. El albergue atendió a "
    "{2} familias y derivó {3} casos a la procuraduría. Se entregaron {4} raciones de alimentos. El equipo médico, que trabaja las 24 "
    "horas, realizó {5} consultas. Como en semanas anteriores, la mayoría viajaba con destino al norte y declaró haber salido por la "
    "violencia. Las autoridades locales mantienen abierto el paso y coordinan con las organizaciones la entrega de agua y de abrigo.",
    "ar": "التقرير الأسبوعي. حتى {day} وصل {0} شخصا إلى مركز الاستقبال، بينهم {1} طفلا. وسجلت الفرق {2} قاصرا غير مصحوبين بذويهم وأحالت "
    "{3} حالة إلى الجهات المختصة. ووزعت {4} بطانية و{5} وجبة ساخنة خلال الأسبوع. ويعمل الفريق الطبي على مدار 24 ساعة بالتعاون مع السلطات "
    "المحلية. وتذكر المنظمة بأن كل طفل دون 18 عاما له الحق في الحماية والتعليم مهما كان وضعه القانوني، وأن الاحتجاز ليس في مصلحته.",
    "el": "Εβδομαδιαία έκθεση. Έως τις {day} φιλοξενούνταν στις δομές του νησιού {0} άτομα, από τα οποία {1} ήταν παιδιά. Καταγράφηκαν "
    "{2} ασυνόδευτοι ανήλικοι και {3} μεταφέρθηκαν στην ενδοχώρα. Διανεμήθηκαν {4} κουβέρτες και δόθηκαν {5} ιατρικές συμβουλές. Η "
    "υπηρεσία λειτουργεί όλο το 24ωρο και συνεργάζεται με τον δήμο. Υπενθυμίζεται ότι κάθε παιδί κάτω των 18 ετών έχει δικαίωμα στην "
    "προστασία και στην εκπαίδευση, ανεξάρτητα από τα έγγραφα που έχει μαζί του.",
    "ru": "Еженедельная сводка. На {day} в пунктах размещения находились {0} человек, в том числе {1} детей. Без родителей прибыли {2} "
    "подростка, {3} из них переданы под опеку. Выдано {4} одеял и {5} наборов гигиены. Медицинский пункт работает 24 часа в сутки. "
    "Сотрудники напоминают, что каждый ребёнок до 18 лет имеет право на защиту и образование независимо от документов, и что о "
    "случаях насилия можно сообщить по телефону доверия бесплатно и не называя своего имени.",
    "tr": "Haftalık durum raporu. {day} itibarıyla merkezlerde {0} kişi kalıyor, bunların {1} kadarı çocuk. Refakatsiz {2} çocuk kayda "
    "alındı, {3} çocuk ailesine kavuştu. Ekipler {4} battaniye ve {5} sıcak yemek dağıttı. Sağlık birimi günde 24 saat açık. Kurum, 18 "
    "yaşından küçük her çocuğun belgesi ne olursa olsun korunma ve eğitim hakkı olduğunu hatırlatıyor ve yerel yönetimle birlikte "
    "çalışmayı sürdürüyor.",
    "am": "ሳምንታዊ ሪፖርት። እስከ {day} ድረስ {0} ሰዎች ወደ ማዕከሉ ደርሰዋል፤ ከእነዚህ ውስጥ {1} ሕፃናት ናቸው። {2} ሕፃናት ያለ ወላጅ ተመዝግበዋል፣ {3} ደግሞ ከቤተሰባቸው ጋር "
    "ተገናኝተዋል። ቡድኖቹ {4} ብርድ ልብስ እና {5} ትኩስ ምግብ አከፋፍለዋል። የሕክምና ቡድኑ በቀን 24 ሰዓት ይሠራል። ድርጅቱ ከ18 ዓመት በታች የሆነ እያንዳንዱ ሕፃን ጥበቃ እና ትምህርት "
    "የማግኘት መብት እንዳለው ያስታውሳል።",
    "ka": "ყოველკვირეული ანგარიში. {day} მდგომარეობით მიმღებ ცენტრში {0} ადამიანი იმყოფება, მათ შორის {1} ბავშვი. მშობლის გარეშე ჩამოვიდა "
    "{2} მოზარდი, {3} მათგანი ოჯახს დაუბრუნდა. გუნდებმა დაარიგეს {4} საბანი და {5} ცხელი კერძი. სამედიცინო პუნქტი 24 საათის განმავლობაში "
    "მუშაობს. ორგანიზაცია შეგახსენებთ, რომ 18 წლამდე ყველა ბავშვს აქვს დაცვისა და განათლების უფლება.",
    "de": "Wochenbericht. Bis zum {day} kamen {0} Menschen in den Unterkünften an, darunter {1} Kinder. {2} Jugendliche waren ohne "
    "Eltern unterwegs, {3} von ihnen leben inzwischen in Wohngruppen. Ausgegeben wurden {4} Decken und {5} Mahlzeiten. Die Beratung ist "
    "rund um die Uhr, also 24 Stunden, besetzt. Wie in den Wochen davor half die Gemeinde beim Transport. Kinder unter 18 Jahren haben "
    "unabhängig von ihren Papieren ein Recht auf Schutz und Schule, und daran erinnert das Büro alle Behörden erneut.",
}
"""Language -> a report's form."""
FIGURES = 6
