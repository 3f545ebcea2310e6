"""Names from all over the world, for generated people."""


def _words(text: str) -> tuple[str, ...]:
    return tuple(text.split())


GIVEN = _words(
    """
    Aaliyah Aarav Abena Adrian Agnieszka Aiko Ailbhe Aisha Alejandra Amara Ana Anders Andrea
    Anika Anna Antoine Aoife Arjun Arthur Astrid Ayesha Bao Beatriz Benedikt Bianca Björn Bruno
    Camila Carlos Caroline Cécile Chiara Chidi Chloé Ciarán Clara Daan Daniel David Deepa Dmitri
    Dylan Ebba Efua Elena Elias Elif Emeka Emil Emily Emma Enzo Erik Esra Esther Eszter Fatima
    Felix Fernanda Finn Florian Freja Gabriel Giulia Grace Gustavo Hana Hannah Hans Harper
    Hassan Helena Henrik Hugo Ibrahim Ines Ingrid Isabel Ivan Jack Jakub James Jan Jasmine
    Javier Jin João Johan Jonas José Julia Kaia Kamala Karin Katarzyna Kenji Khadija Kwame Lars
    Laura Léa Leila Leon Lina Linh Lucas Lucía Luis Magnus Mai Malik Marco Margot Maria Marta
    Mateo Matteo Mehmet Mia Miguel Milan Mohamed Nadia Naomi Natalia Niamh Nikhil Nina Noah Nora
    Olga Oliver Olivia Omar Oskar Pablo Paolo Paula Petra Pilar Priya Quentin Rachel Rafael
    Rahul Renata Ricardo Rosa Ruth Sakura Samuel Santiago Sara Sebastian Selin Simone Siobhán
    Sofia Stefan Svetlana Tariq Tatiana Thandiwe Theo Thomas Tomás Ulrike Uma Valentina Vera
    Victor Vikram Wanjiru William Xiomara Yara Yuki Yusuf Zainab Zofia
    """
)

FAMILY = _words(
    """
    Abdi Abebe Acheampong Adeyemi Aguilar Ahmed Almeida Andersson Antonov Araújo Baker Bakker
    Banerjee Barbosa Bauer Becker Bennett Berg Bergström Bianchi Björk Bondarenko Braun Brown
    Camara Carter Castillo Chen Chowdhury Clarke Cohen Colombo Costa Cruz Da-Silva Dahl Davies
    De-Vries Demir Diaz Diop Dubois Dvořák Eriksen Evans Fernandes Ferrari Fischer Flores Fofana
    Fontaine Foster Fujita Gagnon García Ghosh Gómez González Grabowski Greco Gupta Haddad
    Hansen Harris Hashimoto Hernández Hoffmann Horvat Horváth Hughes Hussein Ivanov Jackson
    Jansen Jensen Jiménez Johansson Johnson Jones Kamau Kaplan Kaur Kawasaki Keita Khan Kim Kiss
    Klein Kobayashi Kovač Kowalski Kozlov Krüger Kumar Laine Larsen Le Lee Lefebvre Leroy Lewis
    Li Lindqvist Lopes López Lund MacLeod Mahmoud Marino Martin Martínez Mbeki McCarthy McDonald
    Mehta Mendoza Meyer Mitchell Morales Moreau Moretti Müller Murphy Mwangi Nakamura Nel Nguyen
    Nielsen Nkosi Novák Nowak O'Brien O'Connor O'Sullivan Obi Okafor Okonkwo Olsen Ortiz Osei
    Öztürk Papadopoulos Park Patel Pereira Pérez Petersen Petrov Pham Popescu Quinn Ramírez Rao
    Reddy Reyes Ricci Robinson Rodríguez Rojas Romano Rossi Roy Ruiz Russo Saito Salazar Sánchez
    Santos Sato Schmidt Schneider Schulz Shah Sharma Silva Simões Singh Smith Sørensen Stewart
    Suzuki Svensson Szabó Tanaka Taylor Teixeira Torres Traoré Tremblay Turner Ueda Usman Van-
    Dijk Vargas Vasquez Virtanen Vogel Volkov Wagner Walker Wang Watanabe Weber White Williams
    Wilson Wójcik Wolf Wright Yamamoto Yang Yildiz Young Zhang Zimmermann
    """
)

#: Names in other scripts: as shown, and as an address spells them.
OTHER_SCRIPTS = (
    ("山田 太郎", "taro.yamada"),
    ("佐藤 花子", "hanako.sato"),
    ("鈴木 一郎", "ichiro.suzuki"),
    ("王小明", "xiaoming.wang"),
    ("李娜", "na.li"),
    ("张伟", "wei.zhang"),
    ("陳美玲", "meiling.chen"),
    ("김민준", "minjun.kim"),
    ("이서연", "seoyeon.lee"),
    ("عبد الرحمن الأحمد", "abdulrahman.alahmad"),
    ("فاطمة حسن", "fatima.hassan"),
    ("דוד כהן", "david.cohen"),
    ("שירה לוי", "shira.levi"),
    ("Αλέξανδρος Παπαδόπουλος", "alexandros.papadopoulos"),
    ("Ελένη Νικολάου", "eleni.nikolaou"),
    ("Екатерина Смирнова", "ekaterina.smirnova"),
    ("Дмитро Шевченко", "dmytro.shevchenko"),
    ("Георги Иванов", "georgi.ivanov"),
    ("अमित शर्मा", "amit.sharma"),
    ("सुनीता पाटिल", "sunita.patil"),
    ("สมชาย ใจดี", "somchai.jaidee"),
    ("আয়েশা রহমান", "ayesha.rahman"),
    ("ஆனந்த் குமார்", "anand.kumar"),
    ("გიორგი ბერიძე", "giorgi.beridze"),
)

DEPARTMENTS = (
    "Sales",
    "Engineering",
    "Retail",
    "Finance",
    "Marketing",
    "Operations",
    "IT",
    "HR",
    "Legal",
    "Research & Development",
)

COUNTRIES = ("US", "DE", "FR", "GB", "BR", "IN", "JP", "MX", "PL", "NG", "ZA", "SE")
